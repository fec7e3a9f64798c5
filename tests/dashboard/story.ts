import type { Db } from '../../src/db/open.ts'
import { addApprovedPost, addChannel, addDelivery, addPublication, someBrief } from '../support/build.ts'

const day = 24 * 60 * 60 * 1000
const titles = [
  'Hỗ trợ 100% học phí từ năm học 2026–2027 theo Nghị quyết số 18/NQ-HĐND',
  'Cảnh báo mưa lớn, Ủy ban nhân dân các xã chủ động ứng phó',
  'Lễ hội Ẩm thực phố biển',
  'Khám sức khỏe miễn phí cho người cao tuổi xã Phước Thể',
]
const sections = ['Giáo dục', 'Y tế', 'Văn hóa, thể thao và du lịch', undefined]

/** Four weeks of posts on two channels, in numbers that repeat: more lately than before. */
export async function showReach(
  db: Db,
  given: { unit: number; network: string; now: Date; person: number },
): Promise<void> {
  const { unit, network, now, person } = given
  const page = (await addChannel(db, { unit, network, name: 'Cổng thông tin điện tử tỉnh' })).id
  const second = (await addChannel(db, { unit, network, name: 'Sở Y tế' })).id
  for (let age = 27; age >= 0; age--)
    for (let serial = 0; serial < 1 + ((age * 7) % 3); serial++) {
      const section = sections[(age + serial) % 4]
      const title = titles[(age + serial) % 4] ?? ''
      const publication = section ? await addPublication(db, { unit, title }) : undefined
      if (publication) await db.updateTable('publication').set({ section }).where('id', '=', publication).execute()
      const at = new Date(now.getTime() - age * day - serial * 3_600_000)
      const post = await addApprovedPost(db, {
        ...{ unit, author: person, approver: person, publication, at },
        brief: someBrief({ title }),
      })
      for (const channel of (age + serial) % 5 ? [page] : [page, second]) {
        const delivery = await addDelivery(db, { ...post, unit, channel, publication, at })
        const lively = age < 14 ? 3 : 1
        const counters = {
          reactions: lively * (20 + ((age * 13 + serial * 5) % 40)),
          comments: lively * ((age * 3 + serial) % 7),
          shares: lively * ((age * 5 + serial) % 11),
        }
        await db
          .insertInto('remote')
          .values({
            channel_id: channel,
            remote: `${channel}-${delivery}`,
            delivery_id: delivery,
            url: `https://toy.example/${delivery}`,
            live_at: at,
            looked_at: new Date(now.getTime() - 900_000),
            counters: JSON.stringify(counters),
          } as never)
          .execute()
      }
    }
}
