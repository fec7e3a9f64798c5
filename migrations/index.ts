import * as init from './0001_init.ts'
import * as auth from './0002_auth.ts'
import * as watch from './0003_watch.ts'
import * as renew from './0004_renew.ts'
import * as progress from './0005_progress.ts'
import * as allowance from './0006_allowance.ts'
import * as ways from './0007_ways.ts'
import * as shown from './0008_shown.ts'
import * as manners from './0009_manners.ts'
import * as late from './0010_late.ts'
import * as video from './0011_video.ts'
import * as rhythm from './0012_rhythm.ts'
import * as copies from './0013_copies.ts'
import * as hook from './0014_hook.ts'
import * as announcement from './0015_announcement.ts'
import * as resend from './0016_resend.ts'
import * as reading from './0017_reading.ts'
import * as pictures from './0018_pictures.ts'
import * as patience from './0019_patience.ts'
import * as mark from './0020_mark.ts'
import * as estimates from './0021_estimates.ts'
import * as completion from './0022_completion.ts'

/** Listed by hand, forward only, never edited once released. */
export const migrations = {
  '0001_init': init,
  '0002_auth': auth,
  '0003_watch': watch,
  '0004_renew': renew,
  '0005_progress': progress,
  '0006_allowance': allowance,
  '0007_ways': ways,
  '0008_shown': shown,
  '0009_manners': manners,
  '0010_late': late,
  '0011_video': video,
  '0012_rhythm': rhythm,
  '0013_copies': copies,
  '0014_hook': hook,
  '0015_announcement': announcement,
  '0016_resend': resend,
  '0017_reading': reading,
  '0018_pictures': pictures,
  '0019_patience': patience,
  '0020_mark': mark,
  '0021_estimates': estimates,
  '0022_completion': completion,
}
