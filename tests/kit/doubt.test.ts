import { describe, expect, test } from 'vitest'
import { findDoubt } from '../../src/kit/doubt.ts'
import { isSyllable, soundnessOf } from '../../src/kit/syllables.ts'

test('every kind of Vietnamese syllable is known as one', () => {
  const all =
    'nghiêng khuya khuyết quỳnh giếng gì quý thuở oằn xoong boóc ngoèo khoác toáng hoạch huệch quềnh uyên yêu ỷ ươm rượu hươu cừu được đắk lắk pắc ngoẵng xuềnh xoàng khuấy tuần thuế huơ nguyệt luật giặc giường giữa quắt quân quả gỗ ghế nghĩ ngã ạ ồ ừ ế ôtô'
  const wrong = all.split(' ').filter(word => !isSyllable(word))
  // Two words written as one.
  expect(wrong).toEqual(['ôtô'])
})

test('what fonts and code pages make of syllables is none', () => {
  for (const word of ['tuyêÒn', 'duòng', 'chýìc', 'thoâng', 'baùo', 'tuyeån', 'ngöôøi', 'thaønh'])
    expect(isSyllable(word), word).toBe(false)
  expect(soundnessOf('Th«ng b¸o tuyÓn dông viªn chøc')).toMatchObject({ impossible: 4 })
})

describe('in doubt', () => {
  test.each([
    ['TCVN3 pasted as a headline', { title: 'Th«ng b¸o' }],
    ['VNI pasted as a headline', { title: 'Thoâng baùo tuyeån duïng' }],
    [
      'one old paragraph in a new page',
      {
        title: 'Thông báo tuyển dụng',
        text: 'Căn cứ Nghị định số 115 của Chính phủ.\nñieàu kieän döï tuyeån: coù ñôn, lyù lòch roõ raøng.\nNơi nhận hồ sơ: phòng Nội vụ.',
      },
    ],
    ['UTF-8 encoded twice', { title: 'ThÃ´ng bÃ¡o vá» viá»‡c tuyá»ƒn dá»¥ng' }],
    ['a headline without its letters', { title: 'Th?ng b?o v? vi?c tuy?n d?ng' }],
    ['a letter lost on the way', { title: 'Thông báo', text: 'Ủy ban nhân d\ufffdn xã' }],
  ])('%s', (_, told) => {
    expect(findDoubt(told)).not.toBeNull()
  })
})

describe('in no doubt', () => {
  test.each([
    ['names of other languages', { title: 'Natálie Puškinová dự triển lãm tại Huế cùng ông Müller và bà Schäfer' }],
    ['capitals', { title: 'QUYẾT ĐỊNH CỦA UBND TỈNH ĐẮK LẮK VỀ CHUYỂN ĐỔI SỐ', text: 'HĐND-UBND. QĐ-TTg, NĐ-CP' }],
    ['quotation marks of other kinds', { title: '«Nước sạch» cho 1.200 hộ dân ở “vùng lõm” – 5 km² · 38 °C' }],
    [
      'questions and addresses',
      { title: 'Làm hộ chiếu ở đâu?Hỏi đáp', text: 'Xem https://xa.example/?id=1?b=2 và a?b' },
    ],
    ['signs of brands', { title: 'Phần mềm Windows® và Office™ cho cán bộ xã', text: '5 µm, § 3, ½ cốc, ±2 °C' }],
    ['another language that says so', { title: 'Le préfet a présenté le marché à Noël', language: 'fr' }],
    ['English', { title: 'Province opens café street', text: 'A résumé is needed.', language: 'en' }],
    ['Chinese', { title: '岘港市举行会议', language: 'zh' }],
    ['names of the highlands', { title: 'Lễ hội của người Ê-đê, Mnông, K’Ho ở Krông Pắc, Cư M’gar, Ea H’leo' }],
  ])('%s', (_, told) => {
    expect(findDoubt(told)).toBeNull()
  })
})
