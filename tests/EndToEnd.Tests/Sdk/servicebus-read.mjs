// Takes messages out of an entity of Azure Service Bus with Microsoft's own library, and prints each as a line of JSON.
// node servicebus-read.mjs CONNECTION_STRING ENTITY[/Subscriptions/NAME] COUNT [SESSION]
import { ServiceBusClient } from '@azure/service-bus';

const [connectionString, path, count, session] = process.argv.slice(2);
const [entity, , subscription] = path.split('/');
const client = new ServiceBusClient(connectionString);
const options = { skipParsingBodyAsJson: true };
const receiver = session
  ? await client.acceptSession(entity, session, options)
  : subscription ? client.createReceiver(entity, subscription, options) : client.createReceiver(entity, options);
for (let left = Number(count), end = Date.now() + 60_000; left > 0 && Date.now() < end; ) {
  for (const message of await receiver.receiveMessages(left, { maxWaitTimeInMs: 5_000 })) {
    await receiver.completeMessage(message);
    left -= 1;
    console.log(JSON.stringify({
      id: message.messageId,
      session: message.sessionId,
      subject: message.subject,
      type: message.contentType,
      properties: message.applicationProperties,
      body: message.body.toString(),
    }));
  }
}

await client.close();
