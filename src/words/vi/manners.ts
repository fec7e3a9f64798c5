/** How a portal is treated: its pace, its quiet hours, what it allows. */
export const manners = {
  'manners.open': 'Cách đọc cổng này',
  'manners.title': 'Cách đọc cổng: {name}',
  'manners.about':
    'Áp dụng cho mọi nguồn tin của cổng ({url}). Để trống là theo lệ thường. Mỗi lần lưu đều ghi vào nhật ký.',
  'manners.optional': 'không bắt buộc',
  'manners.interval': 'Khoảng cách giữa hai lần đọc (giây)',
  'manners.interval_hint':
    'Lệ thường là {n} giây, tính chung cho các cổng dùng chung một máy chủ. Cổng của chính cơ quan mình có thể đặt 0 để tin và ảnh lên ngay.',
  'manners.quiet': 'Giờ không đọc',
  'manners.quiet_hint': 'Mỗi dòng một khoảng theo giờ Việt Nam, ví dụ 22:00–05:30. Nhiều nhất 6 dòng.',
  'manners.permission': 'Văn bản cho phép đọc',
  'manners.permission_hint':
    'Chỉ ghi khi cơ quan quản lý cổng đã đồng ý bằng văn bản: số, ngày, người ký. Khi có, tệp robots.txt của cổng không còn chặn việc đọc.',
  'manners.installation': 'Tên hệ thống dùng chung',
  'manners.installation_hint':
    'Ghi cùng một tên cho các cổng chạy chung máy chủ nhưng khác địa chỉ, để chúng được đọc lần lượt.',
  'manners.ca': 'Chứng thư của tổ chức cấp chứng thư riêng (PEM)',
  'manners.ca_hint':
    'Dán khi cổng gửi thiếu chuỗi chứng thư hoặc dùng tổ chức cấp riêng. Việc kiểm tra chứng thư không bao giờ bị tắt. Không dán khóa bí mật.',
  'manners.note': 'Ghi chú cho người quản trị',
  'manners.note_hint': 'Ví dụ: chỉ đọc được từ địa chỉ trong nước; bảo trì tối thứ Bảy.',
  'manners.save': 'Lưu cách đọc',
  'manners.back': 'Về danh sách nguồn tin',
  'manners.done': 'Đã lưu cách đọc cổng. Áp dụng từ lần đọc kế tiếp.',
  'manners.changed': 'Có người vừa lưu cách đọc của cổng này',
  'manners.changed_how': 'Phần anh/chị nhập vẫn còn bên dưới. Hãy so với bản đang dùng rồi lưu lại nếu vẫn cần.',
  'manners.now': 'Đang dùng',
  'manners.usual': 'Theo lệ thường',
  'manners.has_ca': 'Có chứng thư riêng',
} as const
