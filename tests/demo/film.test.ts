import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { expect, test } from 'vitest'
import { makeFilm } from '../../src/demo/film.ts'

test('the film of the demonstration is an MP4 with a key frame for each picture and every frame at its time', async () => {
  const film = await makeFilm([
    { scene: 'river', number: 3 },
    { scene: 'hills', number: 4 },
  ])
  const input = new Input({ source: new BufferSource(film), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('no video')
  expect(await input.getMimeType()).toBe('video/mp4; codecs="avc1.42c01e"')
  expect(await input.computeDuration()).toBe(4)
  expect([await track.getDisplayWidth(), await track.getDisplayHeight()]).toEqual([640, 360])
  const sink = new EncodedPacketSink(track)
  const kinds: string[] = []
  for await (const packet of sink.packets()) kinds.push(packet.type)
  expect(kinds).toHaveLength(100)
  expect(kinds.flatMap((kind, place) => (kind === 'key' ? [place] : []))).toEqual([0, 50])
})
