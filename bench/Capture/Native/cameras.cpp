// Cameras for the bench: one thread serves clips as live RTSP over TCP, without transcoding, cheap enough for hundreds of viewers.
// usage: cameras PORT CLIP.mp4...
// URL:   rtsp://127.0.0.1:PORT/CLIP/PHASE   PHASE: milliseconds by which this camera is behind the clip's common clock
extern "C" {
#include <libavcodec/bsf.h>
#include <libavformat/avformat.h>
#include <libavutil/base64.h>
}
#include <arpa/inet.h>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <netinet/tcp.h>
#include <signal.h>
#include <string>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>
#include <vector>

using Bytes = std::vector<uint8_t>;

static const int MaxPayload = 1380;
static const size_t MaxBacklog = 4000000;

struct Frame {
  int64_t at; // milliseconds from the clip's start
  std::vector<Bytes> payloads;
};

struct Clip {
  std::vector<Frame> frames;
  int64_t length = 0; // milliseconds
  std::string format;
};

struct Viewer {
  int socket;
  std::string in;
  Bytes out;
  size_t sent = 0;
  Clip* clip = nullptr;
  bool isPlaying = false, isDead = false, waits = false;
  uint16_t sequence = 1;
  uint32_t source, packets = 0, octets = 0;
  int64_t phase = 0, base = 0, next = 0, reported = 0, dropped = 0;
};

static std::map<std::string, Clip> clips;
static std::map<int, Viewer> viewers;
static int epoll;
static int64_t began;

static int64_t now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static std::string base64(const Bytes& bytes) {
  std::vector<char> text(AV_BASE64_SIZE(bytes.size()));
  return av_base64_encode(text.data(), text.size(), bytes.data(), bytes.size());
}

// RFC 6184: a NAL unit alone, or cut into fragments of type 28.
static void pack(const uint8_t* nal, int length, std::vector<Bytes>& payloads) {
  if (length <= MaxPayload) {
    payloads.emplace_back(nal, nal + length);
    return;
  }
  for (int at = 1; at < length;) {
    int part = std::min(MaxPayload - 2, length - at);
    uint8_t edges = (at == 1 ? 0x80 : 0) | (at + part == length ? 0x40 : 0);
    Bytes payload = {uint8_t((nal[0] & 0xe0) | 28), uint8_t(edges | (nal[0] & 31))};
    payload.insert(payload.end(), nal + at, nal + at + part);
    payloads.push_back(std::move(payload));
    at += part;
  }
}

static void load(const std::string& path) {
  AVFormatContext* file = nullptr;
  if (avformat_open_input(&file, path.c_str(), nullptr, nullptr) < 0 || avformat_find_stream_info(file, nullptr) < 0) {
    fprintf(stderr, "cannot read %s\n", path.c_str());
    exit(1);
  }
  AVStream* stream = file->streams[0];
  AVBSFContext* filter = nullptr;
  av_bsf_alloc(av_bsf_get_by_name("h264_mp4toannexb"), &filter);
  avcodec_parameters_copy(filter->par_in, stream->codecpar);
  av_bsf_init(filter);
  double rate = av_q2d(stream->avg_frame_rate);
  Clip clip;
  Bytes sps, pps;
  AVPacket* packet = av_packet_alloc();
  while (av_read_frame(file, packet) >= 0) {
    av_bsf_send_packet(filter, packet);
    av_bsf_receive_packet(filter, packet);
    Frame frame = {int64_t(clip.frames.size() * 1000 / rate), {}};
    const uint8_t *data = packet->data, *end = data + packet->size, *nal = nullptr;
    for (const uint8_t* at = data; at <= end; at++) {
      bool isCode = at + 3 <= end && at[0] == 0 && at[1] == 0 && at[2] == 1;
      if (!isCode && at != end) continue;
      int length = nal ? int(at - nal) : 0;
      while (length > 0 && nal[length - 1] == 0) length--;
      int type = length > 0 ? nal[0] & 31 : 0;
      if (type == 7) sps.assign(nal, nal + length);
      if (type == 8) pps.assign(nal, nal + length);
      if (length > 0 && type != 6 && type != 9) pack(nal, length, frame.payloads);
      nal = at + 3;
    }
    clip.frames.push_back(std::move(frame));
    av_packet_unref(packet);
  }
  clip.length = int64_t(clip.frames.size() * 1000 / rate);
  clip.format = "a=fmtp:96 packetization-mode=1;sprop-parameter-sets=" + base64(sps) + "," + base64(pps) + "\r\n";
  std::string name = path.substr(path.rfind('/') + 1);
  clips[name.substr(0, name.rfind('.'))] = std::move(clip);
  avformat_close_input(&file);
}

static void await(Viewer& viewer, bool toWrite) {
  if (viewer.waits == toWrite) return;
  viewer.waits = toWrite;
  epoll_event event = {toWrite ? uint32_t(EPOLLIN | EPOLLOUT) : uint32_t(EPOLLIN), {.fd = viewer.socket}};
  epoll_ctl(epoll, EPOLL_CTL_MOD, viewer.socket, &event);
}

static void flush(Viewer& viewer) {
  while (viewer.sent < viewer.out.size()) {
    ssize_t sent = send(viewer.socket, viewer.out.data() + viewer.sent, viewer.out.size() - viewer.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      viewer.isDead = errno != EAGAIN;
      await(viewer, !viewer.isDead);
      return;
    }
    viewer.sent += sent;
  }
  viewer.out.clear();
  viewer.sent = 0;
  await(viewer, false);
}

static void say(Viewer& viewer, const std::string& text) {
  viewer.out.insert(viewer.out.end(), text.begin(), text.end());
  flush(viewer);
}

static void answer(Viewer& viewer, const std::string& request) {
  auto word = [&](size_t from, const char* end) { return request.substr(from, request.find_first_of(end, from) - from); };
  std::string method = word(0, " "), url = word(method.size() + 1, " ");
  size_t number = request.find("CSeq: ");
  std::string head = "RTSP/1.0 200 OK\r\nCSeq: " + (number == std::string::npos ? "0" : word(number + 6, "\r")) + "\r\nSession: 1;timeout=60\r\n";
  if (method == "DESCRIBE") {
    size_t path = url.find('/', strlen("rtsp://")) + 1, phase = url.find('/', path);
    auto clip = clips.find(url.substr(path, phase - path));
    if (clip == clips.end()) {
      say(viewer, "RTSP/1.0 404 Not Found\r\nCSeq: 1\r\n\r\n");
      return;
    }
    viewer.clip = &clip->second;
    viewer.phase = phase == std::string::npos ? 0 : atol(url.c_str() + phase + 1);
    std::string sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=bench\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\n"
                      "a=rtpmap:96 H264/90000\r\n" + viewer.clip->format + "a=control:track\r\n";
    say(viewer, head + "Content-Base: " + url + "/\r\nContent-Type: application/sdp\r\nContent-Length: " + std::to_string(sdp.size()) + "\r\n\r\n" + sdp);
  } else if (method == "SETUP") {
    say(viewer, head + "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n");
  } else if (method == "PLAY" && viewer.clip) {
    // Everybody joins what runs already, so as a rule not at a key frame.
    int64_t frames = viewer.clip->frames.size();
    viewer.base = began - viewer.phase;
    viewer.next = (now() - viewer.base) * frames / viewer.clip->length;
    viewer.isPlaying = true;
    say(viewer, head + "\r\n");
  } else if (method == "TEARDOWN") {
    say(viewer, head + "\r\n");
    viewer.isDead = true;
  } else {
    say(viewer, head + "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n\r\n");
  }
}

static void append(Viewer& viewer, int channel, const void* head, int headLength, const Bytes& rest) {
  int length = headLength + int(rest.size());
  uint8_t frame[4] = {'$', uint8_t(channel), uint8_t(length >> 8), uint8_t(length)};
  viewer.out.insert(viewer.out.end(), frame, frame + 4);
  viewer.out.insert(viewer.out.end(), (const uint8_t*)head, (const uint8_t*)head + headLength);
  viewer.out.insert(viewer.out.end(), rest.begin(), rest.end());
}

static void report(Viewer& viewer, uint32_t timestamp) {
  timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  uint32_t words[] = {0x80c80006, viewer.source, uint32_t(time.tv_sec + 2208988800u), uint32_t(time.tv_nsec * 4.294967296), timestamp, viewer.packets,
    viewer.octets};
  for (auto& word : words) word = htonl(word);
  append(viewer, 1, words, sizeof words, {});
}

static void play(Viewer& viewer, int64_t time) {
  int64_t count = viewer.clip->frames.size();
  bool isIdle = viewer.out.empty();
  for (;; viewer.next++) {
    Frame& frame = viewer.clip->frames[viewer.next % count];
    int64_t at = viewer.next / count * viewer.clip->length + frame.at;
    if (viewer.base + at > time) break;
    if (viewer.out.size() - viewer.sent > MaxBacklog) {
      viewer.dropped++;
      continue;
    }
    for (size_t i = 0; i < frame.payloads.size(); i++) {
      uint16_t start = 0x8060 | (i + 1 == frame.payloads.size() ? 0x80 : 0);
      uint16_t head[6] = {htons(start), htons(viewer.sequence++)};
      uint32_t words[2] = {htonl(uint32_t(at * 90)), htonl(viewer.source)};
      memcpy(head + 2, words, sizeof words);
      append(viewer, 0, head, sizeof head, frame.payloads[i]);
      viewer.packets++;
      viewer.octets += frame.payloads[i].size();
    }
    if (time - viewer.reported > 3000) {
      viewer.reported = time;
      report(viewer, uint32_t(at * 90));
    }
  }
  if (isIdle) flush(viewer);
}

static void read(Viewer& viewer) {
  char bytes[8192];
  ssize_t length;
  while ((length = recv(viewer.socket, bytes, sizeof bytes, MSG_DONTWAIT)) > 0) viewer.in.append(bytes, length);
  viewer.isDead |= length == 0 || errno != EAGAIN;
  while (!viewer.isDead && viewer.in.size() >= 4) {
    auto& in = viewer.in;
    // What comes interleaved are receivers' reports.
    size_t end = in[0] == '$' ? size_t(uint8_t(in[2]) << 8 | uint8_t(in[3])) + 4 : in.find("\r\n\r\n") + 4;
    if (end > in.size() || (in[0] != '$' && in.find("\r\n\r\n") == std::string::npos)) break;
    if (in[0] != '$') answer(viewer, in.substr(0, end));
    in.erase(0, end);
  }
}

static void accept(int listener) {
  for (int socket; (socket = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
    int one = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    Viewer viewer = {};
    viewer.socket = socket;
    viewer.source = 0x10000000u + uint32_t(socket) * 7919;
    viewers[socket] = viewer;
    epoll_event event = {EPOLLIN, {.fd = socket}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
  }
}

int main(int count, char** words) {
  signal(SIGPIPE, SIG_IGN);
  for (int i = 2; i < count; i++) load(words[i]);
  began = now();
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(atoi(words[1]));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (sockaddr*)&address, sizeof address) || listen(listener, 1024)) {
    perror("listen");
    return 1;
  }
  epoll = epoll_create1(0);
  epoll_event event = {EPOLLIN, {.fd = listener}}, events[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  printf("ready\n");
  fflush(stdout);
  for (int64_t played = 0;;) {
    int ready = epoll_wait(epoll, events, 256, 10);
    for (int i = 0; i < ready; i++) {
      auto viewer = viewers.find(events[i].data.fd);
      if (events[i].data.fd == listener) accept(listener);
      if (viewer == viewers.end()) continue;
      if (events[i].events & EPOLLOUT) flush(viewer->second);
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read(viewer->second);
    }
    if (now() - played < 8) continue;
    played = now();
    for (auto at = viewers.begin(); at != viewers.end();) {
      Viewer& viewer = at->second;
      if (viewer.isPlaying && !viewer.isDead) play(viewer, played);
      if (!viewer.isDead) {
        ++at;
        continue;
      }
      if (viewer.dropped) fprintf(stderr, "a viewer was too slow: %ld frames dropped\n", long(viewer.dropped));
      close(viewer.socket);
      at = viewers.erase(at);
    }
  }
}
