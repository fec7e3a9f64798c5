import type { FC } from 'hono/jsx'
import type { AnyNetwork, Content, Video } from '../ports/network.ts'
import type { Words } from '../words/index.ts'
import { Blocks, Shown } from './blocks.tsx'

/**
 * The content as the public will see it, in a neutral grey frame: the same object that is checked and sent. Where a
 * network folds a text cannot be known, and is said beneath.
 */
export const Preview: FC<{
  w: Words
  channel: string
  network: AnyNetwork | undefined
  content: Content
  at?: Date | null
  /** For deciding: every picture is shown. */
  whole?: boolean
}> = ({ w, channel, network, content, at, whole }) => (
  <figure>
    <div class="lt-preview">
      <p class="lt-preview-head">
        <span class="lt-letter" aria-hidden="true">
          {network?.about.traits.letter ?? '?'}
        </span>
        <span>
          <b>{channel}</b>
          <br />
          <span class="lt-meta">{at ? `${w.clock(at)}, ${w.day(at)}` : w.t('common.preview_now')}</span>
        </span>
      </p>
      {content.title ? <h3>{content.title}</h3> : null}
      {content.description ? <p class="lt-meta">{content.description}</p> : null}
      {content.blocks ? <Blocks content={{ ...content, blocks: content.blocks }} /> : null}
      {content.video ? <Film w={w} video={content.video} /> : null}
      <p class="lt-text">{content.text}</p>
      {content.pictures.length && !content.blocks ? (
        <div class="lt-preview-pictures">
          {content.pictures.slice(0, whole ? undefined : 4).map(picture => (
            <Shown picture={picture} />
          ))}
        </div>
      ) : null}
      {content.link && URL.canParse(content.link) ? (
        <p class="lt-preview-link">
          <span class="lt-meta">{new URL(content.link).host}</span>
          <br />
          {content.link}
        </p>
      ) : null}
    </div>
    <figcaption class="lt-meta">
      {w.t('common.preview_note', { network: network?.about.name ?? channel })}
      {content.pictures.length > 4 && !whole && !content.blocks
        ? ` ${w.t('common.preview_more', { n: content.pictures.length - 4 })}`
        : null}
    </figcaption>
  </figure>
)

const Film: FC<{ w: Words; video: Video }> = ({ w, video }) => {
  const { width, height, seconds, bytes, audioCodec } = video
  const slots = {
    duration: w.duration(seconds * 1000),
    width: String(width),
    height: String(height),
    size: bytes / 1_000_000,
  }
  const text = w.t(audioCodec ? 'common.preview_video' : 'common.preview_video_silent', slots)
  return (
    <figure>
      {/* biome-ignore lint/a11y/useMediaCaption: captions are the portal's; this is for those who decide. */}
      <video
        class="lt-preview-video"
        src={`/videos/${video.digest}`}
        controls
        preload="metadata"
        width={width}
        height={height}
        aria-label={text}
      />
      <figcaption class="lt-meta">{text}</figcaption>
    </figure>
  )
}
