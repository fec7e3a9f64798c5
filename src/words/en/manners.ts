import type { Answers } from '../shape.ts'
import type { manners as vi } from '../vi/manners.ts'

export const manners: Answers<typeof vi> = {
  'manners.open': 'How this portal is read',
  'manners.title': 'How the portal is read: {name}',
  'manners.about':
    'Holds for every source of the portal ({url}). What is left empty follows the usual. Each change is in the audit trail.',
  'manners.optional': 'optional',
  'manners.interval': 'Seconds between two requests',
  'manners.interval_hint':
    'Usually {n}, over all portals that share a server. For a portal of your own body 0 lets news and pictures come at once.',
  'manners.quiet': 'Hours in which nothing is read',
  'manners.quiet_hint': 'One span a line, Viet Nam time, for example 22:00–05:30. Six at the most.',
  'manners.permission': 'Document that permits reading',
  'manners.permission_hint':
    'Only where the body that runs the portal agreed in writing: number, day, who signed. With it robots.txt of the portal no longer keeps us out.',
  'manners.installation': 'Name of a shared system',
  'manners.installation_hint':
    'The same name for portals that run on one server under different addresses, so that they are read one after the other.',
  'manners.ca': 'Certificates of a private authority (PEM)',
  'manners.ca_hint':
    'Where the portal sends an incomplete chain or has an authority of its own. Verification is never switched off. No private keys.',
  'manners.note': 'Note for administrators',
  'manners.note_hint': 'For example: can only be read from inside the country; maintenance on Saturday evenings.',
  'manners.save': 'Save',
  'manners.back': 'Back to the sources',
  'manners.done': 'Saved. It holds from the next reading on.',
  'manners.changed': 'Somebody has just saved how this portal is read',
  'manners.changed_how':
    'What you typed is still below. Compare it with what holds now, and save again if you still need it.',
  'manners.now': 'In force',
  'manners.usual': 'The usual',
  'manners.has_ca': 'Certificates of its own',
}
