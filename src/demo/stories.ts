import { type Moment, type Story, spoken } from './story.ts'

/** Lạc Giang is no province: names, numbers and events are invented. Every kind of publication comes once in eight. */
export const stories: readonly ((moment: Moment) => Story)[] = [
  news,
  document,
  urgent,
  photos,
  infographic,
  english,
  video,
  longform,
  school,
  resolution,
]

function news({ number, at }: Moment): Story {
  const { day, hour } = spoken(at)
  return {
    section: 'Chính trị - Xã hội',
    language: 'vi',
    title: `Lạc Giang giải quyết ${1180 + number} hồ sơ trực tuyến trong ngày ${day}`,
    lead: `Tính đến ${hour}, Trung tâm Phục vụ hành chính công tỉnh Lạc Giang đã tiếp nhận và trả kết quả ${1180 + number} hồ sơ nộp qua mạng, không hồ sơ nào quá hạn.`,
    body: [
      {
        is: 'p',
        text: `Theo báo cáo của Trung tâm, ba nhóm thủ tục được nộp nhiều nhất là đăng ký khai sinh, cấp đổi giấy phép lái xe và đăng ký biến động đất đai. Thời gian trả kết quả trung bình là ${(2.1 + (number % 7) / 10).toFixed(1).replace('.', ',')} ngày làm việc, ngắn hơn quy định một ngày rưỡi.`,
      },
      {
        is: 'quote',
        text: 'Người dân ở xã xa nhất cũng không phải lên tỉnh để lấy kết quả, bưu tá mang đến tận nhà trong hai ngày.',
      },
      { is: 'h', text: 'Ba điểm mới từ tháng này' },
      {
        is: 'list',
        items: [
          'Nộp hồ sơ ngoài giờ hành chính, nhận thông báo tiếp nhận ngay qua tin nhắn.',
          'Thanh toán phí, lệ phí bằng mã QR tại tất cả các xã, phường.',
          'Tra cứu tiến độ không cần đăng nhập, chỉ cần mã hồ sơ và ngày sinh.',
        ],
      },
      {
        is: 'p',
        text: 'Sở Nội vụ đề nghị người dân phản ánh hồ sơ chậm qua tổng đài 1022 nhánh 3 hoặc mục Phản ánh, kiến nghị trên Cổng thông tin điện tử tỉnh.',
      },
    ],
    pictures: [{ scene: 'hall', caption: 'Quầy tiếp nhận hồ sơ tại Trung tâm Phục vụ hành chính công tỉnh.' }],
  }
}

function urgent({ number, at }: Moment): Story {
  const { day, hour } = spoken(at)
  const level = 3 + (number % 3)
  return {
    section: 'Thông báo khẩn',
    language: 'vi',
    title: `Khẩn: Lũ trên sông Lạc lên nhanh, người dân ven sông sơ tán trước 18 giờ ngày ${day}`,
    lead: `Lúc ${hour}, mực nước sông Lạc tại trạm Bến Đá đạt ${(6.2 + level / 10).toFixed(2).replace('.', ',')} m, trên báo động II ${level * 10} cm và còn lên. Ban Chỉ huy phòng thủ dân sự tỉnh yêu cầu sơ tán các hộ ven sông.`,
    body: [
      { is: 'h', text: 'Nơi phải sơ tán' },
      {
        is: 'list',
        items: [
          'Xã Bến Đá: thôn Thượng, thôn Hạ và bãi bồi ngoài đê.',
          'Xã Phú Lạc: toàn bộ hộ dân dưới chân cầu Phú Lạc.',
          'Phường Đông Giang: tổ dân phố 4 và 7.',
        ],
      },
      {
        is: 'p',
        text: 'Điểm tiếp nhận: Trường THPT Bến Đá và nhà văn hóa các xã, mở cửa từ 13 giờ. Mang theo giấy tờ tùy thân, thuốc đang dùng, nước uống cho một ngày.',
      },
      { is: 'p', text: 'Cầu tràn Suối Vàng cấm xe từ 14 giờ. Khi cần giúp đỡ, gọi 112 hoặc đường dây của xã.' },
    ],
    pictures: [{ scene: 'storm', caption: `Sông Lạc đoạn qua xã Bến Đá, ${hour} ngày ${day}.` }],
  }
}

function document({ number, at }: Moment): Story {
  const { day } = spoken(at)
  const code = `${1204 + number}/QĐ-UBND`
  return {
    section: 'Văn bản chỉ đạo điều hành',
    language: 'vi',
    title: `Quyết định số ${code} về mức hỗ trợ giống lúa vụ Đông Xuân`,
    lead: `Ngày ${day}, Chủ tịch UBND tỉnh Lạc Giang ký Quyết định số ${code} quy định mức hỗ trợ giống lúa cho hộ bị thiệt hại do mưa lũ.`,
    body: [
      {
        is: 'table',
        rows: [
          ['Số, ký hiệu', code],
          ['Ngày ban hành', day],
          ['Cơ quan ban hành', 'UBND tỉnh Lạc Giang'],
          ['Lĩnh vực', 'Nông nghiệp và Môi trường'],
          ['Hiệu lực', 'Từ ngày ký'],
        ],
      },
      {
        is: 'p',
        text: 'Hộ mất trắng được hỗ trợ 60 kg giống một héc-ta, hộ thiệt hại từ 30 đến 70 phần trăm được hỗ trợ 40 kg. UBND xã lập danh sách, niêm yết công khai 5 ngày tại nhà văn hóa thôn.',
      },
    ],
    pictures: [],
    files: [
      {
        name: `quyet-dinh-${1204 + number}-qd-ubnd.pdf`,
        lines: ['UY BAN NHAN DAN TINH LAC GIANG', `Quyet dinh so ${code}`, `Lac Giang, ngay ${day}`],
      },
    ],
  }
}

function photos({ number, at }: Moment): Story {
  const { shortDay } = spoken(at)
  const captions = [
    'Thuyền về bến lúc mặt trời chưa lên.',
    'Cá cơm được phân loại ngay trên bờ.',
    'Người mua đi từ 4 giờ sáng.',
    'Chợ họp đông nhất trong khoảng một giờ.',
    'Mẻ lưới cuối cùng của buổi sáng.',
    'Phơi cá trên giàn tre cao.',
  ]
  const scenes = ['river', 'market', 'market', 'hall', 'river', 'field'] as const
  return {
    section: 'Thư viện ảnh',
    language: 'vi',
    title: `Chùm ảnh: Chợ cá Bến Đá sáng ${shortDay}, phiên thứ ${number + 1}`,
    lead: 'Mỗi sáng, hơn 80 thuyền về bến, chợ họp trong hai giờ rồi tan trước khi nắng lên.',
    body: [{ is: 'p', text: 'Bến Đá có 214 hộ làm nghề cá, từ năm nay có nhà lạnh chung 120 tấn.' }],
    pictures: captions.map((caption, place) => ({ scene: scenes[place] ?? 'river', caption })),
  }
}

function infographic({ number, at }: Moment): Story {
  const { day } = spoken(at)
  return {
    section: 'Infographic',
    language: 'vi',
    title: `Đồ họa: Kinh tế - xã hội Lạc Giang qua ${9 + (number % 3)} con số, cập nhật ${day}`,
    lead: 'Tổng sản phẩm tăng 8,4%, thu ngân sách đạt 91% dự toán, 97% trường học có nước sạch.',
    body: [
      {
        is: 'list',
        items: [
          'GRDP tăng 8,4%.',
          'Thu ngân sách 12.480 tỷ đồng.',
          'Xuất khẩu 1,9 tỷ USD.',
          '41 xã đạt chuẩn nông thôn mới.',
        ],
      },
    ],
    pictures: [{ scene: 'chart', caption: 'Đồ họa: Văn phòng UBND tỉnh.' }],
  }
}

function english({ number, at }: Moment): Story {
  const { day } = spoken(at)
  return {
    section: 'English',
    language: 'en',
    title: `Lac Giang opens door ${number + 1} of its one-stop shop for investors`,
    lead: `From ${day}, investors in Lac Giang hand in land, construction and environment papers at a single counter and receive one answer within 15 working days.`,
    body: [
      {
        is: 'p',
        text: 'The provincial People’s Committee says the new counter replaces visits to four departments. Files may be sent in English with a Vietnamese summary.',
      },
      { is: 'p', text: 'Enquiries: Investment Promotion Centre, 2 Ben Da Street, Dong Giang Ward.' },
    ],
    pictures: [{ scene: 'hall', caption: 'The one-stop shop in Dong Giang Ward.' }],
  }
}

function video({ number, at }: Moment): Story {
  const { shortDay } = spoken(at)
  return {
    section: 'Video',
    language: 'vi',
    title: `Video: Hai phút với lễ cấp sắc của người Dao ở Suối Vàng, ${shortDay} (số ${number + 1})`,
    lead: 'Nghi lễ trưởng thành của người Dao được giữ nguyên trong mười hai công đoạn, kéo dài hai ngày một đêm.',
    body: [{ is: 'p', text: 'Thực hiện: Trung tâm Truyền thông tỉnh.' }],
    pictures: [{ scene: 'hills', caption: 'Bản Suối Vàng trong sương.' }],
    video: { title: 'Lễ cấp sắc ở Suối Vàng' },
  }
}

function longform({ number, at }: Moment): Story {
  const { day } = spoken(at)
  const season = number + 1
  return {
    section: 'Emagazine',
    language: 'vi',
    title: `Emagazine: Con đê số ${season} và ba thế hệ giữ làng Phú Lạc`,
    lead: 'Từ năm 1968, mỗi mùa lũ làng Phú Lạc lại cử ba người thức canh đê. Nay có thêm cảm biến, nhưng tiếng kẻng vẫn còn.',
    body: [
      { is: 'h', text: 'Tiếng kẻng lúc hai giờ sáng' },
      {
        is: 'p',
        text: 'Ông Đặng Văn Lưỡng năm nay 74 tuổi, đã canh đê qua 41 mùa nước. Ông nhớ mực nước của từng năm như người ta nhớ tuổi con. Năm nào nước chạm vạch sơn đỏ trên cột đá, năm đó cả làng không ngủ.',
      },
      {
        is: 'p',
        text: 'Nhiệm vụ của ca trực ngắn gọn: đi hết 2,4 cây số, soi từng mạch sủi, ghi sổ, gõ kẻng khi thấy nước đục. Sổ trực dày 19 quyển, quyển đầu viết bằng bút chì.',
      },
      { is: 'h', text: 'Cảm biến và lòng tin' },
      {
        is: 'p',
        text: `Tháng trước, tỉnh lắp 26 điểm đo tự động. Đến ngày ${day}, hệ thống đã báo đúng bốn lần nước lên. Con trai ông Lưỡng là người đọc số liệu trên điện thoại, còn ông vẫn đi bộ ra đê mỗi tối.`,
      },
      {
        is: 'quote',
        text: 'Máy báo cho mình biết nước đến đâu. Còn đê có đau ở chỗ nào thì phải đặt chân lên mới biết.',
      },
      { is: 'h', text: 'Người thứ ba' },
      {
        is: 'p',
        text: 'Cháu nội ông học năm hai ngành thủy lợi, mùa hè nào cũng về làng đo lại mặt cắt đê. Bản vẽ của em được Chi cục Thủy lợi dùng để lập phương án gia cố đoạn xung yếu dài 380 m.',
      },
    ],
    pictures: [
      { scene: 'river', caption: 'Đoạn đê Phú Lạc nhìn từ cầu.' },
      { scene: 'field', caption: 'Cánh đồng trong đê trước vụ Đông Xuân.' },
      { scene: 'hills', caption: 'Thượng nguồn sông Lạc.' },
    ],
  }
}

function school({ number, at }: Moment): Story {
  const { day, hour } = spoken(at)
  return {
    section: 'Giáo dục',
    language: 'vi',
    title: `Thêm ${2 + (number % 4)} trường vùng lũ Lạc Giang mở cửa trở lại từ ngày ${day}`,
    lead: `Sở Giáo dục và Đào tạo cho biết đến ${hour}, các trường đã dọn bùn, thử nước và kiểm tra điện xong trước khi đón học sinh.`,
    body: [
      {
        is: 'p',
        text: `Học sinh lớp 9 và lớp 12 học bù vào sáng thứ Bảy trong ${3 + (number % 3)} tuần. Sách giáo khoa bị ướt được thay không thu tiền tại thư viện trường.`,
      },
      {
        is: 'p',
        text: 'Phụ huynh theo dõi lịch đón trả trên trang của từng trường, không chia sẻ thông tin chưa được nhà trường xác nhận.',
      },
    ],
    pictures: [{ scene: 'field', caption: 'Sân trường Tiểu học Phú Lạc sau khi dọn bùn.' }],
  }
}

export function resolution({ number, at }: Moment): Story {
  const { day } = spoken(at)
  const code = `${18 + number}/NQ-HĐND`
  return {
    section: 'Văn bản quy phạm pháp luật',
    language: 'vi',
    title: `Nghị quyết số ${code} về miễn phí sử dụng thư viện công cộng`,
    lead: `HĐND tỉnh Lạc Giang thông qua Nghị quyết số ${code} ngày ${day}, miễn toàn bộ phí thẻ đọc và thẻ mượn tại thư viện tỉnh và thư viện các xã, phường.`,
    body: [
      {
        is: 'table',
        rows: [
          ['Số, ký hiệu', code],
          ['Ngày thông qua', day],
          ['Cơ quan ban hành', 'HĐND tỉnh Lạc Giang'],
          ['Người ký', 'Chủ tịch HĐND tỉnh'],
        ],
      },
      { is: 'p', text: 'Kinh phí thực hiện do ngân sách tỉnh bảo đảm. Nghị quyết có hiệu lực từ ngày đầu tháng sau.' },
    ],
    pictures: [],
    files: [
      {
        name: `nghi-quyet-${18 + number}-nq-hdnd.pdf`,
        lines: ['HOI DONG NHAN DAN TINH LAC GIANG', `Nghi quyet so ${code}`, `Lac Giang, ngay ${day}`],
      },
    ],
  }
}
