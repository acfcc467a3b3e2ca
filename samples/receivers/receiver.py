"""Receives webhooks, checks who sent them, and counts each one once. Usage: API_SECRET=... python3 receiver.py [PORT]"""
import hashlib, hmac, json, os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

secret, seen = os.environ["API_SECRET"].encode(), set()

class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        right = hmac.new(secret, body, hashlib.sha256).hexdigest().encode()
        genuine = hmac.compare_digest(right, self.headers.get("X-SIGNATURE", "").encode())
        if genuine and self.headers["X-WEBHOOK-ID"] not in seen:
            seen.add(self.headers["X-WEBHOOK-ID"])
            event = json.loads(body)
            print(event["type"], event["created_at"], event.get("url", ""), flush=True)
        self.send_response(204 if genuine else 401)
        self.end_headers()

    def log_message(self, *_): pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9000), Receiver).serve_forever()
