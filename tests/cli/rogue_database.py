"""A database server that answers the first question with "send me that file" (LOAD DATA LOCAL), as anybody in its place can.

    with RogueDatabase("/path") as rogue:
        … connect to 127.0.0.1 port rogue.port …
    rogue.asked, rogue.got      # whether it came to the question, and what it was given
"""
import socket
import struct
import threading

# PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH, CONNECT_WITH_DB, LOCAL_FILES, TRANSACTIONS
CAPABILITIES = 0x200 | 0x8000 | 0x80000 | 0x8 | 0x80 | 0x2000 | 0x1
OK = b"\0\0\0\2\0\0\0"


class RogueDatabase:
    def __init__(self, path):
        self.path = path.encode()
        self.asked, self.got = False, b""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)

    @staticmethod
    def _send(client, number, payload):
        client.sendall(struct.pack("<I", len(payload))[:3] + bytes([number & 255]) + payload)

    @staticmethod
    def _packet(client):
        head = b""
        while len(head) < 4:
            piece = client.recv(4 - len(head))
            if not piece:
                raise EOFError
            head += piece
        size, payload = int.from_bytes(head[:3], "little"), b""
        while len(payload) < size:
            payload += client.recv(size - len(payload))
        return head[3], payload

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                client.settimeout(10)
                try:
                    self._talk(client)
                except (OSError, EOFError):
                    continue

    def _talk(self, client):
        hello = b"\x0a5.5.5-10.11.6-MariaDB\0" + struct.pack("<I", 7) + b"saltsalt\0" + struct.pack("<H", CAPABILITIES & 0xFFFF) + b"\x2d\2\0"
        hello += struct.pack("<H", CAPABILITIES >> 16) + b"\x15" + bytes(10) + b"saltsaltsalt\0mysql_native_password\0"
        self._send(client, 0, hello)
        number, _ = self._packet(client)
        self._send(client, number + 1, OK)
        while True:
            number, command = self._packet(client)
            if command[:1] == b"\x01":   # COM_QUIT
                return
            if command[:1] != b"\x03" or self.asked:
                self._send(client, number + 1, OK)
                continue
            self.asked = True
            self._send(client, number + 1, b"\xfb" + self.path)
            while True:
                number, piece = self._packet(client)
                if not piece:
                    break
                self.got += piece
            self._send(client, number + 1, OK)
