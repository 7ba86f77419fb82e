// The words that scripts put on the page, in both languages; what Django renders is translated there.

export type Language = "vi" | "en";

const TEXTS = {
  layers: ["Lớp bản đồ", "Layers"],
  noLayers: ["Chưa có lớp nào được công bố.", "No layer has been published yet."],
  noWebGl: [
    "Trình duyệt này không vẽ được bản đồ (thiếu WebGL 2). Hãy bật tăng tốc đồ họa hoặc dùng trình duyệt mới hơn; dữ liệu vẫn xem được dạng bảng ở mục Dữ liệu mở.",
    "This browser cannot draw the map (no WebGL 2). Turn graphics acceleration on or use a newer browser; the data can still be read as tables under Open data.",
  ],
  notLoaded: [
    "Không tải được danh sách lớp. Hãy kiểm tra mạng rồi tải lại trang.",
    "The list of layers could not be loaded. Check the network and load the page again.",
  ],
  partly: ["Một phần bản đồ chưa tải được.", "A part of the map could not be loaded."],
  searching: ["Đang tìm…", "Searching…"],
  noHits: ["Không tìm thấy. Hãy thử ít chữ hơn.", "Nothing found. Try fewer words."],
  hits: ["{n} kết quả", "{n} results"],
  searchFailed: ["Chưa tìm được. Hãy thử lại.", "The search did not answer. Try again."],
  here: ["{i} trong {n} đối tượng tại đây", "{i} of {n} things here"],
  previous: ["Đối tượng trước", "Previous thing"],
  next: ["Đối tượng sau", "Next thing"],
  close: ["Đóng", "Close"],
  zoomTo: ["Phóng đến", "Zoom to it"],
  everythingHere: ["Mọi thứ tại đây", "Everything here"],
  openItem: ["Dữ liệu gốc", "Source data"],
  zoomToLayer: ["Phóng đến lớp {title}", "Zoom to layer {title}"],
  loadFailed: ["Không đọc được đối tượng này.", "This thing could not be read."],
  yes: ["Có", "Yes"],
  no: ["Không", "No"],
  unit: ["Đơn vị", "Unit"],
  period: ["Kỳ", "Period"],
  areaVersion: ["Đơn vị hành chính", "Areas"],
  method: ["Cách phân lớp", "Classes"],
  about: ["Về số liệu này", "About these numbers"],
  table: ["Xem dạng bảng", "Read as a table"],
  before: ["Trước", "Before"],
  after: ["Sau", "After"],
  swipe: ["Kéo để so sánh trước và sau", "Drag to compare before and after"],
  copied: ["Đã chép liên kết", "Link copied"],
  copyFailed: ["Hãy chép địa chỉ trên thanh trình duyệt.", "Copy the address from the address bar."],
  zoomIn: ["Phóng to", "Zoom in"],
  zoomOut: ["Thu nhỏ", "Zoom out"],
  findMe: ["Vị trí của tôi", "Where I am"],
  noLocation: ["Không xác định được vị trí", "Your place is not known"],
  sources: ["Nguồn dữ liệu", "Sources of the data"],
  corners: ["{n} góc", "{n} corners"],
  mapLabel: ["Bản đồ", "Map"],
  traceIsolation: ["Cần đóng van nào", "Which valves to shut"],
  traceDownstream: ["Phía sau", "Downstream"],
  traceUpstream: ["Phía nguồn", "Upstream"],
  traceConnected: ["Phần thông nhau", "What hangs together"],
  traceOutage: ["Nếu nơi này ngừng", "If this is out"],
  tracePick: ["Chọn trên bản đồ", "Choose on the map"],
  traceWaiting: ["Hãy bấm vào một tuyến", "Click on a line"],
  traceAsking: ["Đang dò…", "Tracing…"],
  traceLinks: ["{links} tuyến, {km} km", "{links} links, {km} km"],
  traceCustomers: ["{n} khách hàng", "{n} customers"],
  tracePeople: ["{n} người", "{n} people"],
  traceDark: ["{n} đối tượng khác ngừng theo", "{n} other things go dark"],
  tracePartly: [
    "Bạn chỉ được xem một phần mạng này: kết quả chỉ tính trên phần đó.",
    "You see only a part of this network: the answer rests on that part.",
  ],
  traceShut: ["Cần đóng: {n}", "To shut: {n}"],
  traceSpare: ["không bắt buộc", "not needed"],
} as const satisfies Record<string, readonly [string, string]>;

export type TextKey = keyof typeof TEXTS;
export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** A function that says a text in the language, with {name} filled in from the values. */
export function speak(language: Language): Say {
  return (key, values = {}) =>
    TEXTS[key][language === "vi" ? 0 : 1].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The language that a tag such as "en-GB" asks for; Vietnamese unless it is English. */
export function languageOf(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith("en") ? "en" : "vi";
}
