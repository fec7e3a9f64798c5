import type { Answers } from '../shape.ts'
import type { today as vi } from '../vi/today.ts'

export const today: Answers<typeof vi> = {
  'today.title': 'Today',
  'today.needs': 'Needs you',
  'today.needs_none': 'Nothing needs you.',
  'today.next': 'Going out next',
  'today.next_none': 'Nothing is scheduled.',
  'today.out': 'Published today',
  'today.out_none': 'Nothing was published today.',
  'today.unwell': 'Not well',
  'today.unwell_none': 'Every source and channel works.',
  'today.arrivals': { one: 'One arrival was not dealt with.', other: '{n} arrivals were not dealt with.' },
  'today.arrivals_open': 'See arrivals',
  'today.more': 'See all {n}',
  'today.mend': 'Mend the post',
  'today.sign': 'Waits for a second signature',
  'today.sign_asked': '{person} asked to send it again, {time}.',
  'today.sign_open': 'Look and sign',
  'today.rule': 'The rule "{name}" waits for an approver.',
  'today.rule_open': 'See the rule',
  'today.channel_lost': {
    one: 'Channel {name} needs reconnecting. One delivery waits.',
    other: 'Channel {name} needs reconnecting. {n} deliveries wait.',
  },
  'today.channel_soon': 'The connection of channel {name} runs out on {date}.',
  'today.source': 'Source {name}: {reason}',
  'today.source_silent': 'The source {name} has been silent unusually long. Last item: {time}.',
  'today.source_never': 'The source {name} has brought nothing since it is watched.',
  'today.source_open': 'See the source',
}
