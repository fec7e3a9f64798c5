import type { Answers } from '../shape.ts'
import type { problem as vi } from '../vi/problem.ts'

export const problem: Answers<typeof vi> = {
  'problem.other': 'An error without words yet (code {code}).',
  'problem.net.name': 'The network’s server was not found.',
  'problem.net.refused': 'The network’s server refused the connection.',
  'problem.net.tls': 'No secure connection to the network’s server could be made.',
  'problem.net.reset': 'The connection broke off.',
  'problem.net.timeout': 'No answer came in time.',
  'problem.net.aborted': 'The request was stopped before an answer came.',
  'problem.net.blocked': 'The address lies in a range that may not be reached.',
  'problem.net.too_big': 'The answer was too large.',
  'problem.net.other': 'The connection failed.',
  'problem.delivery.stopped': 'Stopped on request.',
  'problem.delivery.approval_void': 'The approval no longer holds because the post was edited.',
  'problem.delivery.replaced': 'It did not go out; another delivery took its place.',
  'problem.delivery.withdrawn': 'The portal withdrew the publication.',
  'problem.delivery.too_late': 'Past the time it may be published.',
  'problem.delivery.claim_ended': 'Sending was cut off.',
  'problem.delivery.adapter_failed': 'Something failed here while sending.',
  'problem.delivery.remote_taken': 'The copy found on the network belongs to another delivery.',
  'problem.delivery.absent_too_early': 'Not seen on the network, but it is too early to tell.',
  'problem.delivery.absence_unprovable': 'This network cannot prove that a post is not there.',
  'problem.delivery.unfinished': 'Not sent to its end; the next attempt goes on from there.',
  'problem.delivery.discarded': 'The person threw the draft away.',
  'problem.post.choices_failed': 'The channel could not tell its choices just now.',
  'problem.delivery.proved_absent': 'Read back: it is surely not live.',
  'problem.delivery.doubled': 'There may be two copies on the network.',
  'problem.delivery.twin': 'Exactly what was published lately.',
  'problem.delivery.given_up': 'Given up because it could not be settled.',
  'problem.delivery.cancelled': 'Cancelled on request.',
  'problem.delivery.altered':
    "The content or the channel's settings are no longer what was approved, so it was not sent. Approve it again.",
  'problem.delivery.content_unreadable': 'The stored content cannot be read.',
  'problem.channel.credential_unreadable': 'The channel’s connection cannot be opened. Connect it again.',
  'problem.channel.credential_shape': 'The connection data have the wrong shape.',
  'problem.channel.no_network': 'The network of this channel is not installed.',
  'problem.channel.attach_failed':
    'The channel is connected, but the network could not be asked to tell results by itself. They are read back all the same.',
  'problem.channel.inspection_failed': 'The connection could not be checked.',
  'problem.channel.reconnect': 'The channel must be connected again.',
  'problem.channel.public_missing':
    'This network fetches pictures from Lan Tỏa over the internet, and Lan Tỏa has no public address. Point a name with https at it, then set LANTOA_PUBLIC_URL.',
  'problem.channel.public_plain':
    'This network fetches pictures from Lan Tỏa and takes https addresses only; {url} is none. Install a certificate, then correct LANTOA_PUBLIC_URL.',
  'problem.channel.public_private':
    'This network fetches pictures from Lan Tỏa, and {url} leads to a private address. Point the name at an internet address and open the path /media/.',
  'problem.channel.public_unreachable':
    'This network fetches pictures from Lan Tỏa, and {url} could not be opened from here. Try it from outside; if it does not open, let the path /media/ through the firewall.',
  'problem.channel.public_other':
    'This network fetches pictures from Lan Tỏa, and what answers at {url} is not Lan Tỏa (status {status}). Lead the path /media/ to it.',
  'problem.network.clock':
    "The network's clock and the server's differ by more than five minutes. Nothing is sent until they agree.",
  'problem.announcement.late': 'Its hours or its day have passed. Nothing was sent.',
  'problem.announcement.not_live': 'One of the articles is not live any more. Nothing was sent.',
  'problem.announcement.said_not_sent': 'Whoever looked at the network’s own desk says it was not sent.',
  'problem.network.unreachable': 'The network cannot be reached.',
  'problem.video.wanted': 'The video is being fetched from the portal. This channel can post only once it is here.',
  'problem.video.awaited':
    'Waiting for the video from the portal, until {until} at the latest. With the video the item goes out as a video by itself, without it in a form without one.',
  'problem.video.late': 'The video did not come in time, so this channel posts without it.',
  'problem.video.coming':
    'The video is not here yet: this text goes without it. To have it, wait until it is here before submitting.',
  'problem.video.gone': 'The video could not be fetched from the portal after several tries. Check its address there.',
  'problem.video.blocked': 'The address of the video is in a range that may not be reached.',
  'problem.video.not_a_file':
    'The address of the video is a page with a player, not a file. Put an MP4 file on the portal so that it can be fetched.',
  'problem.video.too_big': 'The video file is too large (over 4 GB). Export it smaller.',
  'problem.video.unreadable': 'The video file is damaged or of another format. Export it as MP4 (H.264).',
  'problem.media.not_a_picture': 'The file is not a picture that can be read.',
  'problem.media.too_big': 'The picture is too large.',
}
