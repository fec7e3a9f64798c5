/** Our own cases beside those of the optional material: edges of every rule, computed here and written down. */
export const plans = [
  { video_size: 50_000_123, chunk_size: 10_000_000, total_chunk_count: 5, valid: true, last: 10_000_123 },
  {
    video_size: 50_000_123,
    chunk_size: 10_000_000,
    total_chunk_count: 6,
    valid: false,
    message: 'The total chunk count is invalid',
  },
  { video_size: 1, chunk_size: 1, total_chunk_count: 1, valid: true, last: 1 },
  { video_size: 0, chunk_size: 0, total_chunk_count: 1, valid: false },
  { video_size: 5_242_879, chunk_size: 5_242_879, total_chunk_count: 1, valid: true, last: 5_242_879 },
  {
    video_size: 5_242_879,
    chunk_size: 2_000_000,
    total_chunk_count: 2,
    valid: false,
    message: 'The chunk size is invalid',
  },
  {
    video_size: 67_108_865,
    chunk_size: 67_108_865,
    total_chunk_count: 1,
    valid: false,
    message: 'The chunk size is invalid',
  },
  {
    video_size: 94_000_000,
    chunk_size: 64_000_000,
    total_chunk_count: 1,
    valid: false,
    message: 'The chunk size is invalid',
  },
  { video_size: 20_000_000, chunk_size: 10_000_000, total_chunk_count: 2, valid: true, last: 10_000_000 },
  {
    video_size: 19_999_999,
    chunk_size: 10_000_000,
    total_chunk_count: 1,
    valid: false,
    message: 'The chunk size is invalid',
  },
  { video_size: 4_294_967_297, chunk_size: 10_000_000, total_chunk_count: 429, valid: false },
] as const

/** Sizes around every edge of the rule. */
export const sizes = [
  1, 5_242_879, 5_242_880, 50_000_123, 63_999_999, 64_000_000, 64_000_001, 67_108_864, 67_108_865, 66_259_900,
  93_999_999, 128_000_000, 134_217_729, 200_000_000, 1_200_000_000, 4_000_000_000,
]

export const owned = [
  ['https://media.example.gov.vn/a.jpg', true],
  ['https://sub.media.example.gov.vn/a.jpg', true],
  ['https://notmedia.example.gov.vn/a.jpg', false],
  ['https://media.example.gov.vn.evil.test/a.jpg', false],
  ['http://media.example.gov.vn/a.jpg', false],
  ['https://media.example.gov.vn@evil.test/a.jpg', false],
  ['https://www.example.vn/tep/a.jpg', true],
  ['https://www.example.vn/tep', false],
  ['https://www.example.vn/tep/../mat.jpg', false],
  ['https://www.example.vn/tepkhac/a.jpg', false],
  ['https://203.0.113.7/a.jpg', false],
  ['https://[2001:db8::1]/a.jpg', false],
  ['khong-phai-dia-chi', false],
] as const
export const owner = { domains: ['media.example.gov.vn'], prefixes: ['https://www.example.vn/tep/'] }

export const lengths = [
  { field: 'text', form: 'video', unit: 'ế', ok: 2200 },
  { field: 'text', form: 'video', unit: '📢', ok: 1100 },
  { field: 'title', form: 'photos', unit: 'ế', ok: 90 },
  { field: 'title', form: 'photos', unit: '📢', ok: 45 },
  { field: 'text', form: 'photos', unit: 'ế', ok: 4000 },
  { field: 'text', form: 'photos', unit: '📢', ok: 2000 },
] as const

export const verifier = 'mot-chuoi-ngau-nhien-cua-chung-ta-0123456789-ABC'
export const verifierHex = 'e8320c696f5d232e15e83ffb532f35e1d91f8a5b4addaefb56fef353ce278f21'

/** Spaces and an escaped letter that writing the body anew would lose. */
export const hook = {
  secret: 'bi-mat-thu-nghiem-cua-chung-ta-0001',
  t: 1764036000,
  body: '{ "client_key" : "awthu", "event" : "post.publish.publicly_available", "create_time" : 1764036000, "user_openid" : "-000thu", "content" : "{\\"publish_id\\":\\"v_pub_file~v2-1.7493784938978805793\\",\\"post_id\\":7493784938978805793,\\"l\\":\\"l\\u1ed7i\\"}" }',
  mac: 'e818a53fc7a047c16095c02e5039ba9972c7d1e4fc8ab04f67a434b368df38c7',
}
