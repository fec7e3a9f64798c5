import type { Pieces, Probed } from '../../ports/media.ts'

/** Containers that networks take; what else there is opens as none. */
const mimes = /^video\/(mp4|quicktime|webm|x-matroska)/

const mostAtOnce = 64 * 1024 * 1024

/** Reads the tables of a film and a few packets, never more than a few megabytes of it at a time. */
export async function probeFilm(file: Pieces): Promise<Probed> {
  const { ALL_FORMATS, CustomSource, EncodedPacketSink, Input } = await import('mediabunny')
  const source = new CustomSource({
    getSize: () => file.bytes,
    read: (from, to) => {
      // A box that claims to be a gigabyte of tables is not read into memory.
      if (to - from > mostAtOnce) throw new Error('a piece too large')
      return file.piece(from, to)
    },
    maxCacheSize: 4 * 1024 * 1024,
    prefetchProfile: 'fileSystem',
  })
  using input = new Input({ source, formats: ALL_FORMATS })
  try {
    const track = await input.getPrimaryVideoTrack()
    const mime = (await input.getMimeType()).split(';')[0] ?? ''
    if (!track || !mimes.test(mime)) return { is: 'unfit', code: 'video.unreadable' }
    const [seconds, width, height] = [
      await input.computeDuration(),
      await track.getDisplayWidth(),
      await track.getDisplayHeight(),
    ]
    if (!(seconds > 0 && width > 0 && height > 0)) return { is: 'unfit', code: 'video.unreadable' }
    // The tables of a film that was cut short stand whole at its beginning.
    const last = await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY)
    if (!last?.data.length) return { is: 'unfit', code: 'video.unreadable' }
    const { averagePacketRate } = await track.computePacketStats(100)
    const audio = await input.getPrimaryAudioTrack()
    const videoCodec = (await track.getCodecParameterString()) ?? (await track.getCodec()) ?? undefined
    const audioCodec = audio && ((await audio.getCodecParameterString()) ?? (await audio.getCodec()) ?? 'unknown')
    const info = {
      mime,
      bytes: file.bytes,
      width,
      height,
      seconds: Math.round(seconds * 1000) / 1000,
      ...(averagePacketRate > 0 && { rate: Math.round(averagePacketRate * 100) / 100 }),
      ...(videoCodec && { videoCodec }),
      ...(audioCodec && { audioCodec }),
    }
    return { is: 'video', info }
  } catch (cause) {
    // Whatever a damaged file does to the reader, it is a damaged file; a disk that fails is not.
    if ((cause as NodeJS.ErrnoException).syscall) throw cause
    return { is: 'unfit', code: 'video.unreadable' }
  }
}
