import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Part, Story } from './story.ts'
import { spoken } from './story.ts'

export interface Item {
  id: string
  path: string
  at: Date
  story: Story
}

const site = 'Cổng thông tin điện tử tỉnh Lạc Giang'

export const pictureOf = (item: Item, place: number) => `/anh/${item.id}-${place + 1}.jpg`
export const fileOf = (item: Item, name: string) => `/van-ban/${item.id}/${name}`

/** The page of one item, with what a provincial portal puts around it. */
export function ArticlePage({ item, base }: { item: Item; base: string }) {
  const { story } = item
  const { day, hour } = spoken(item.at)
  const picture = story.pictures.length ? base + pictureOf(item, 0) : undefined
  const facts = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: story.title,
    datePublished: item.at.toISOString(),
    articleSection: story.section,
  }
  const head = (
    <>
      <meta name="description" content={story.lead} />
      <meta property="og:type" content="article" />
      <meta property="og:title" content={story.title} />
      <meta property="og:description" content={story.lead} />
      <meta property="og:url" content={base + item.path} />
      {picture && <meta property="og:image" content={picture} />}
      <meta property="article:published_time" content={item.at.toISOString()} />
      <meta property="article:section" content={story.section} />
      <link rel="canonical" href={base + item.path} />
      <script type="application/ld+json">{raw(JSON.stringify(facts).replaceAll('<', '\\u003c'))}</script>
    </>
  )
  return (
    <Frame title={story.title} language={story.language} head={head}>
      <nav class="breadcrumb">
        <a href="/">Trang chủ</a> › <span>{story.section}</span>
      </nav>
      <article>
        <h1 class="title">{story.title}</h1>
        <p class="meta">
          <time datetime={item.at.toISOString()}>
            {day} | {hour}
          </time>
        </p>
        <p class="sapo">
          <strong>{story.lead}</strong>
        </p>
        <div class="content">
          {story.body.map(part => (
            <Body part={part} />
          ))}
          {story.pictures.map(({ caption }, place) => (
            <figure>
              <img src={pictureOf(item, place)} alt={caption} width="1200" height="800" />
              <figcaption>{caption}</figcaption>
            </figure>
          ))}
          {story.video && (
            <figure>
              <video controls src={`/video/${item.id}.mp4`} title={story.video.title}>
                <track kind="captions" src={`/video/${item.id}.vtt`} srclang="vi" />
              </video>
              <figcaption>{story.video.title}</figcaption>
            </figure>
          )}
        </div>
        {story.files && (
          <ul class="attachments">
            {story.files.map(({ name }) => (
              <li>
                <a href={fileOf(item, name)}>{name}</a>
              </li>
            ))}
          </ul>
        )}
        <p class="source">Nguồn: {site}</p>
      </article>
    </Frame>
  )
}

export function FrontPage({ items }: { items: readonly Item[] }) {
  const head = <link rel="alternate" type="application/rss+xml" href="/rss/tin-moi.rss" />
  return (
    <Frame title={site} language="vi" head={head}>
      <h1>{site}</h1>
      <ul>
        {items.map(item => (
          <li>
            <a href={item.path}>{item.story.title}</a> ({spoken(item.at).day})
          </li>
        ))}
      </ul>
    </Frame>
  )
}

function Frame(given: { title: string; language: string; head: Child; children: Child }) {
  const { title, language, head, children } = given
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta property="og:site_name" content={site} />
        {head}
      </head>
      <body>
        <header>
          <a href="/">{site}</a> · <a href="/rss/tin-moi.rss">RSS</a>
        </header>
        <main>{children}</main>
        <footer>Trang mẫu: tên, số liệu và sự việc đều được dựng ra. Ghi rõ nguồn khi phát hành lại.</footer>
      </body>
    </html>
  )
}

function Body({ part }: { part: Part }) {
  switch (part.is) {
    case 'p':
      return <p>{part.text}</p>
    case 'h':
      return <h2>{part.text}</h2>
    case 'quote':
      return <blockquote>{part.text}</blockquote>
    case 'list':
      return (
        <ul>
          {part.items.map(item => (
            <li>{item}</li>
          ))}
        </ul>
      )
    case 'table':
      return (
        <table>
          {part.rows.map(row => (
            <tr>
              {row.map(cell => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </table>
      )
  }
}
