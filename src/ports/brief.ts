/** What is told, before and after an adapter gave it the form of one network. Text is NFC. */

export type PublicationKind = 'news' | 'urgent' | 'document' | 'infographic' | 'photos' | 'video' | 'longform'

/** A picture of ours, kept under its digest. */
export interface Picture {
  /** Hex SHA-256 of the bytes in `Files`. */
  digest: string
  mime: string
  width: number
  height: number
  bytes: number
  alt: string
  caption?: string
  credit?: string
  /** Where the portal showed it. */
  origin?: string
}

/** A video of ours, kept under its digest and probed before anything is uploaded. */
export interface Video {
  /** Hex SHA-256 of the bytes in `Files`. */
  digest: string
  mime: string
  bytes: number
  width: number
  height: number
  seconds: number
  /** Frames a second; absent where the file does not say. */
  rate?: number
  /** As the file names it, e.g. `avc1.640028`. */
  videoCodec?: string
  /** Absent: no sound. */
  audioCodec?: string
  /** Where the portal showed it. */
  origin?: string
}

export interface Attachment {
  url: string
  name: string
  mime?: string
  bytes?: number
}

/** Body of an article as clean structure. */
export type Block =
  | { is: 'heading'; level: 2 | 3 | 4; text: string }
  | { is: 'paragraph'; text: string }
  | { is: 'quote'; text: string }
  | { is: 'list'; ordered: boolean; items: readonly string[] }
  | { is: 'table'; caption?: string; rows: readonly (readonly string[])[] }
  | { is: 'figure'; picture: number; caption?: string }

/** The neutral matter of a post, handed to an adapter. Text is NFC. */
export interface Brief {
  kind: PublicationKind
  /** BCP 47. */
  language: string
  title: string
  lead: string
  blocks: readonly Block[]
  section?: string
  /** Who published it and where, for the source line. */
  source?: { name: string; url: string }
  /** Whose text it is, where the portal says that it is not its own. */
  credit?: { name: string; url?: string }
  /** Without `#`, already without spaces. */
  hashtags: readonly string[]
  pictures: readonly Picture[]
  attachments: readonly Attachment[]
  /** `file` is our own copy; absent where the video could not be fetched or is another site's player. */
  videos: readonly { url: string; title?: string; file?: Video }[]
  /** True when the portal's page offers a link preview with a picture to the network's crawler. */
  preview: boolean
}

/** What will stand on the network; the same shape for all, so that preview, digest and editing are one thing. */
export interface Content {
  /** The adapter's own name of the form: `text`, `link`, `photo`, `album`, … */
  form: string
  text: string
  title?: string
  description?: string
  author?: string
  link?: string
  pictures: readonly Picture[]
  video?: Video
  blocks?: readonly Block[]
  /** Without `#`; searched for, not shown in the text. */
  tags?: readonly string[]
  /** Of the portal: decides where the network files it. */
  section?: string
  /** BCP 47, for networks that want to be told. */
  language?: string
}
