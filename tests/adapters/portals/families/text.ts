/** Paragraphs that pages of all kinds of installation are filled with. */
export const lead =
  'Sáng 03/10, Ủy ban nhân dân xã Tân Hòa tổ chức hội nghị triển khai kế hoạch cấp nước sạch cho 1.200 hộ dân vùng lõm.'
export const paragraphs = [
  'Tham dự hội nghị có đại diện Sở Nông nghiệp và Môi trường, lãnh đạo các phòng, ban và trưởng 12 thôn trên địa bàn; hội nghị được truyền trực tuyến đến nhà văn hóa các thôn.',
  'Theo kế hoạch, công trình được khởi công trong tháng 11/2026, hoàn thành trước Tết Nguyên đán, với tổng mức đầu tư 18,6 tỷ đồng từ ngân sách tỉnh và vốn đối ứng của xã.',
  'Phát biểu tại hội nghị, đồng chí Chủ tịch Ủy ban nhân dân xã đề nghị các thôn rà soát danh sách hộ chưa có nước sạch, công khai mức đóng góp và lấy ý kiến người dân trước ngày 20/10.',
  'Sau hội nghị, các thôn sẽ họp dân để thống nhất vị trí đặt trụ nước công cộng và thành lập tổ giám sát cộng đồng gồm 5 thành viên do người dân bầu ra.',
]
export const title = 'Tân Hòa triển khai kế hoạch cấp nước sạch cho 1.200 hộ dân'
export const body = paragraphs.map(text => `<p>${text}</p>`).join('\n')

export const menu = `<div id="navigation" class="menu"><ul>${[
  'Giới thiệu',
  'Tin tức - Sự kiện',
  'Văn bản chỉ đạo điều hành',
  'Thủ tục hành chính',
  'Lịch công tác',
  'Liên hệ',
]
  .map((name, at) => `<li><a href="/muc-${at}">${name}</a></li>`)
  .join('')}</ul></div>`

export const others = (href: (n: number) => string) =>
  `<h3>Các tin khác</h3><ul>${[11, 12, 13, 14]
    .map(
      n =>
        `<li><a href="${href(n)}">Hội nghị giao ban công tác tháng ${n - 4} năm 2026 của xã</a> (0${n - 10}/09/2026)</li>`,
    )
    .join('')}</ul>`

export const footer =
  '<div id="footer"><p>Trang thông tin điện tử xã Tân Hòa. Chịu trách nhiệm: Văn phòng HĐND và UBND xã. Ghi rõ nguồn khi phát hành lại thông tin.</p><p>Lượt truy cập: 1.204.553</p></div>'
