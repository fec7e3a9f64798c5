import { expect, test } from 'vitest'
import { picturesOfMany } from '../../src/publications/queries/pictures.ts'
import { addPublication, addSource, addUnit, someTime } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'

const emblem = 'https://cong.tinh.example/images/anh-dai-dien.jpg'
const own = 'https://cong.tinh.example/uploads/hoi-nghi.jpg'

test('a picture that a portal shows with five articles is none of theirs, and says nothing at another portal', async () => {
  const { db } = await freshDatabase()
  const unit = await addUnit(db)
  const [here, there] = [await addSource(db, { unit }), await addSource(db, { unit })]
  const add = async (source: { portal: number; id: number }, images: string[]) => {
    const id = await addPublication(db, { unit, source })
    const content = { title: 'Tin', images: images.map(url => ({ url, alt: '', caption: null })) }
    const revision = await db
      .insertInto('revision')
      .values({
        publication_id: id,
        number: 1,
        digest: `d${id}`.padStart(64, '0'),
        title: 'Tin',
        lead: '',
        content: JSON.stringify(content),
        read_at: someTime,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db.updateTable('publication').set({ revision_id: revision.id }).where('id', '=', id).execute()
    return id
  }
  const asked = [emblem, own]
  // The same picture twice in one article counts once.
  for (const images of [[emblem, emblem], [emblem, own], [emblem]]) await add(here, images)
  const fourth = await add(here, asked)
  expect(await picturesOfMany(db, fourth, asked)).toEqual(new Set())
  const fifth = await add(here, asked)
  expect(await picturesOfMany(db, fifth, asked)).toEqual(new Set([emblem]))
  expect(await picturesOfMany(db, await add(there, asked), asked)).toEqual(new Set())
  expect(await picturesOfMany(db, fifth, [])).toEqual(new Set())
})
