// External storages: what is in them, their own tests show.
export default async function storages({ assert, client, succeeds, fails }) {
  const access = { s3_region: 'eu-west-1', s3_api_key: 'key', s3_secret: 'secret', s3_custom_endpoint_url: 'http://127.0.0.1:1' };
  succeeds(await client.createExternalStorage({ name: 'sdk-storage', storage_type: 's3', bucket: 'frames', path: 'all/', aws_s3: access }));
  const { external_storages: listed } = succeeds(await client.listExternalStorage());
  assert.deepEqual(listed['sdk-storage'], { name: 'sdk-storage', type: 's3', bucket: 'frames', path: 'all/' });
  const changed = succeeds(await client.updateExternalStorage({ name: 'sdk-storage', storage_type: 's3', bucket: 'pictures', path: 'all/' }));
  assert.deepEqual([changed.bucket, changed.type], ['pictures', 's3']);
  await fails(400, 4, () => client.createExternalStorage({ name: 'sdk-tape', storage_type: 'tape', bucket: 'frames' }), 'storage_type');
  await fails(404, 16, () => client.deleteExternalStorage({ name: 'no-such-storage' }));
  succeeds(await client.deleteExternalStorage({ name: 'sdk-storage' }));
}
