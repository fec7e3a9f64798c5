import type { Answers } from '../shape.ts'
import type { copies as vi } from '../vi/copies.ts'

export const copies: Answers<typeof vi> = {
  'publications.copy': 'Maybe the same',
  'publications.copy_of': 'May be a copy of an item of {portal}: {why}. No rule has taken it up.',
  'publications.copied_by': 'A copy of this was taken up from {portal}: {why}. No rule has taken this one up.',
  'publications.copy_text': 'the text is {n}% alike',
  'publications.copy_headline': 'the headline is {n}% alike, within three days',
  'publications.copy_link': 'it credits that item’s address',
  'publications.copy_credit': 'it credits that portal, and the headline is {n}% alike',
  'publications.copy_see': 'See both',
  'publications.copy_this': 'This item',
  'publications.copy_no_text': 'Not read yet.',
  'publications.copy_same': 'The same, leave this one out',
  'publications.copy_different': 'Two different items',
  'publications.copy_decided': 'The answer about the copy is recorded.',
}
