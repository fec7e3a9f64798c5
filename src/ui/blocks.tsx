import type { FC } from 'hono/jsx'
import type { Block, Content, Picture } from '../ports/network.ts'

/** The body of an article as it will stand, its pictures at their places. */
export const Blocks: FC<{ content: Content & { blocks: readonly Block[] } }> = ({ content }) => {
  const { blocks, pictures } = content
  const placed = new Set(blocks.flatMap(block => (block.is === 'figure' ? [block.picture] : [])))
  return (
    <>
      {pictures.flatMap((picture, place) => (placed.has(place) ? [] : [<Shown picture={picture} />]))}
      {blocks.map(block => (
        <One block={block} pictures={pictures} />
      ))}
    </>
  )
}

export const Shown: FC<{ picture: Picture }> = ({ picture }) => (
  <img
    src={`/pictures/${picture.digest}`}
    alt={picture.alt}
    width={picture.width}
    height={picture.height}
    loading="lazy"
  />
)

const One: FC<{ block: Block; pictures: readonly Picture[] }> = ({ block, pictures }) => {
  switch (block.is) {
    case 'heading':
      return (
        <p class="lt-text">
          <b>{block.text}</b>
        </p>
      )
    case 'paragraph':
      return <p class="lt-text">{block.text}</p>
    case 'quote':
      return (
        <blockquote class="lt-text">
          <p>{block.text}</p>
        </blockquote>
      )
    case 'list': {
      const items = block.items.map(item => <li>{item}</li>)
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    case 'table':
      return (
        <section class="lt-scroll" aria-label={block.caption ?? block.rows[0]?.join(', ')} tabindex={0}>
          <table class="table">
            {block.caption ? <caption>{block.caption}</caption> : null}
            <tbody>
              {block.rows.map(row => (
                <tr>
                  {row.map(cell => (
                    <td>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )
    case 'figure': {
      const picture = pictures[block.picture]
      return picture ? (
        <figure>
          <Shown picture={picture} />
          {block.caption ? <figcaption class="lt-meta">{block.caption}</figcaption> : null}
        </figure>
      ) : null
    }
    default:
      return block satisfies never
  }
}
