// What no recorder of stills can do without: takes RTSP over TCP in, decodes one key frame of each camera per interval, makes a JPEG of it and
// throws it away. Runs until it is killed, and says twice a second how many stills it has made.
// usage: floor MODE N INTERVAL URL   {p} in URL becomes a number of its own for each camera
// MODE: receive  socket and RTP headers only
//       still    one thread for all cameras, key frames alone put together
//       threads  libavformat, a thread for each camera, as a straightforward program does it
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}
#include <arpa/inet.h>
#include <atomic>
#include <cstring>
#include <netinet/in.h>
#include <signal.h>
#include <string>
#include <sys/epoll.h>
#include <thread>
#include <time.h>
#include <turbojpeg.h>
#include <unistd.h>
#include <vector>

using Bytes = std::vector<uint8_t>;

static std::atomic<long> stills;

static double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

// Of one thread: a decoder and a JPEG encoder.
struct Stills {
  AVCodecContext* decoder;
  AVPacket* packet = av_packet_alloc();
  AVFrame* frame = av_frame_alloc();
  tjhandle jpeg = tjInitCompress();
  Bytes out;

  explicit Stills(const AVCodecParameters* parameters = nullptr) {
    const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    decoder = avcodec_alloc_context3(codec);
    if (parameters) avcodec_parameters_to_context(decoder, parameters);
    decoder->thread_count = 1;
    avcodec_open2(decoder, codec, nullptr);
  }

  void make(const AVPacket* key) {
    avcodec_send_packet(decoder, key);
    avcodec_send_packet(decoder, nullptr);
    while (avcodec_receive_frame(decoder, frame) >= 0) {
      out.resize(tjBufSize(frame->width, frame->height, TJSAMP_420));
      const uint8_t* planes[] = {frame->data[0], frame->data[1], frame->data[2]};
      unsigned char* target = out.data();
      unsigned long size = out.size();
      tjCompressFromYUVPlanes(jpeg, planes, frame->width, frame->linesize, frame->height, TJSAMP_420, &target, &size, 85, TJFLAG_NOREALLOC);
      stills++;
    }
    avcodec_flush_buffers(decoder);
  }

  void make(Bytes& key) {
    size_t length = key.size();
    key.resize(length + AV_INPUT_BUFFER_PADDING_SIZE);
    packet->data = key.data();
    packet->size = int(length);
    make(packet);
  }
};

struct Camera {
  std::string url;
  int socket = -1, step = 0, number = 1;
  Bytes in = Bytes(1 << 18), sps, pps, key;
  size_t filled = 0;
  bool isKey = false, isWanted = false;
  double next = 0;
};

static void ask(Camera& camera, const char* method, const std::string& headers) {
  std::string url = camera.url + (camera.step == 1 ? "/track" : "");
  std::string text = std::string(method) + " " + url + " RTSP/1.0\r\nCSeq: " + std::to_string(camera.number++) + "\r\n" + headers + "\r\n";
  if (send(camera.socket, text.data(), text.size(), MSG_NOSIGNAL) < 0) perror("send");
}

static void add(Camera& camera, const Bytes& nal) {
  static const uint8_t code[] = {0, 0, 0, 1};
  camera.key.insert(camera.key.end(), code, code + 4);
  camera.key.insert(camera.key.end(), nal.begin(), nal.end());
}

static void take(Camera& camera, const uint8_t* packet, int length, double interval, double time, Stills& make) {
  bool isLast = packet[1] & 0x80;
  const uint8_t *nal = packet + 12, *rest = nal;
  length -= 12;
  if (length < 2) return;
  int type = nal[0] & 31;
  if (type == 7) camera.sps.assign(nal, nal + length);
  if (type == 8) camera.pps.assign(nal, nal + length);
  bool starts = type != 28 || nal[1] & 0x80;
  uint8_t head = nal[0];
  if (type == 28) {
    head = (nal[0] & 0xe0) | (nal[1] & 31);
    rest = nal + 2;
    length -= 2;
  }
  if ((head & 31) != 5) return;
  if (starts && !camera.isKey) {
    camera.isKey = true;
    camera.isWanted = time >= camera.next;
    camera.key.clear();
    if (camera.isWanted) {
      add(camera, camera.sps);
      add(camera, camera.pps);
    }
  }
  if (camera.isWanted) {
    if (starts) add(camera, type == 28 ? Bytes{head} : Bytes{});
    camera.key.insert(camera.key.end(), rest, rest + length);
  }
  if (!isLast) return;
  if (camera.isWanted) {
    make.make(camera.key);
    camera.next = std::max(camera.next + interval, time - interval);
  }
  camera.isKey = camera.isWanted = false;
}

static void answered(Camera& camera, const std::string& head) {
  camera.step++;
  size_t session = head.find("Session: ");
  std::string line = session == std::string::npos ? "" : head.substr(session, head.find_first_of(";\r", session) - session) + "\r\n";
  if (camera.step == 1) ask(camera, "SETUP", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
  if (camera.step == 2) ask(camera, "PLAY", line);
}

static void read(Camera& camera, bool makesStills, double interval, double time, Stills& make) {
  ssize_t length = recv(camera.socket, camera.in.data() + camera.filled, camera.in.size() - camera.filled, MSG_DONTWAIT);
  if (length <= 0) {
    if (length == 0 || errno != EAGAIN) close(camera.socket);
    return;
  }
  camera.filled += length;
  size_t at = 0;
  while (camera.filled - at >= 4) {
    const uint8_t* bytes = camera.in.data() + at;
    size_t left = camera.filled - at, total;
    if (bytes[0] == '$') {
      total = (bytes[2] << 8 | bytes[3]) + 4;
      if (total > left) break;
      if (bytes[1] == 0 && makesStills) take(camera, bytes + 4, int(total) - 4, interval, time, make);
    } else {
      const char* end = (const char*)memmem(bytes, left, "\r\n\r\n", 4);
      if (!end) break;
      std::string head((const char*)bytes, end + 4);
      size_t body = head.find("Content-Length: ");
      total = head.size() + (body == std::string::npos ? 0 : atol(head.c_str() + body + 16));
      if (total > left) break;
      answered(camera, head);
    }
    at += total;
  }
  memmove(camera.in.data(), camera.in.data() + at, camera.filled - at);
  camera.filled -= at;
}

static void play(std::vector<Camera>& cameras, bool makesStills, double interval) {
  Stills make;
  int epoll = epoll_create1(0);
  double began = now();
  for (size_t i = 0; i < cameras.size(); i++) {
    Camera& camera = cameras[i];
    camera.socket = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(atoi(camera.url.c_str() + camera.url.find(':', 7) + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(camera.socket, (sockaddr*)&address, sizeof address)) perror("connect");
    epoll_event event = {EPOLLIN, {.ptr = &camera}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, camera.socket, &event);
    camera.next = began + interval * i / cameras.size();
    ask(camera, "DESCRIBE", "Accept: application/sdp\r\n");
  }
  epoll_event events[64];
  for (;;) {
    int ready = epoll_wait(epoll, events, 64, 200);
    double time = now();
    for (int i = 0; i < ready; i++) read(*(Camera*)events[i].data.ptr, makesStills, interval, time, make);
  }
}

static void playAlone(const std::string& url, double interval, double next) {
  AVFormatContext* input = nullptr;
  AVDictionary* options = nullptr;
  av_dict_set(&options, "rtsp_transport", "tcp", 0);
  av_dict_set(&options, "analyzeduration", "0", 0);
  av_dict_set(&options, "probesize", "32", 0);
  if (avformat_open_input(&input, url.c_str(), nullptr, &options) < 0) {
    fprintf(stderr, "cannot open %s\n", url.c_str());
    return;
  }
  Stills make(input->streams[0]->codecpar);
  while (av_read_frame(input, make.packet) >= 0) {
    if (make.packet->flags & AV_PKT_FLAG_KEY && now() >= next) {
      make.make(make.packet);
      next = std::max(next + interval, now() - interval);
    }
    av_packet_unref(make.packet);
  }
}

int main(int count, char** words) {
  if (count != 5) return 2;
  av_log_set_level(AV_LOG_ERROR);
  signal(SIGPIPE, SIG_IGN);
  std::string mode = words[1];
  std::vector<Camera> cameras(atoi(words[2]));
  double interval = atof(words[3]);
  for (size_t i = 0; i < cameras.size(); i++) {
    cameras[i].url = words[4];
    size_t at = cameras[i].url.find("{p}");
    if (at != std::string::npos) cameras[i].url.replace(at, 3, std::to_string(i * 137 % 2000));
  }
  std::vector<std::thread> threads;
  if (mode == "threads") {
    for (size_t i = 0; i < cameras.size(); i++) threads.emplace_back(playAlone, cameras[i].url, interval, now() + interval * i / cameras.size());
  } else {
    threads.emplace_back([&] { play(cameras, mode == "still", interval); });
  }
  for (;;) {
    usleep(500000);
    printf("%ld\n", stills.load());
    fflush(stdout);
  }
}
