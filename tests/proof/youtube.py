"""Google's own client for Python, unmodified, against the sandbox. Run by tests/proof/youtube.ts."""

import hashlib
import json
import sys

from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaFileUpload, MediaInMemoryUpload

root, token, discovery, film, playlist = sys.argv[1:6]
with open(discovery) as document:
    service = json.load(document)
# Both: with one of them left as it is, uploads still go to Google.
service["rootUrl"] = root + "/"
service["baseUrl"] = root + "/"
youtube = build_from_document(json.dumps(service), credentials=Credentials(token))

body = {
    "snippet": {"title": "Khởi công cầu Bến Lội", "description": "Cầu dài 320 m.", "categoryId": "25"},
    "status": {"privacyStatus": "unlisted", "selfDeclaredMadeForKids": False},
}
media = MediaFileUpload(film, mimetype="video/mp4", chunksize=2 * 262144, resumable=True)
request = youtube.videos().insert(part="snippet,status", body=body, media_body=media)
seen = []
response = None
while response is None:
    try:
        progress, response = request.next_chunk()
        if progress:
            seen.append(progress.resumable_progress)
    except HttpError as error:
        # The sandbox kept a part of a part: the client asks where it stands and goes on from there.
        seen.append(error.resp.status)
video = response["id"]

thumbnail = bytes.fromhex("89504e470d0a1a0a") + bytes(64)
youtube.thumbnails().set(videoId=video, media_body=MediaInMemoryUpload(thumbnail, "image/png")).execute()
caption = {"snippet": {"videoId": video, "language": "vi", "name": ""}}
track = MediaInMemoryUpload("WEBVTT\n\n00:00.000 --> 00:01.000\nXin chào\n".encode(), "application/octet-stream")
youtube.captions().insert(part="snippet", body=caption, media_body=track).execute()
entry = {"snippet": {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": video}}}
youtube.playlistItems().insert(part="snippet", body=entry).execute()
listed = youtube.videos().list(part=["snippet", "status"], id=[video]).execute()
try:
    youtube.videos().list(part="snippet", id=",".join("x" * n for n in range(1, 60))).execute()
    refusal = None
except HttpError as error:
    refusal = json.loads(error.content)["error"]["errors"][0]["reason"]

with open(film, "rb") as file:
    digest = hashlib.sha256(file.read()).hexdigest()
json.dump(
    {
        "video": video,
        "seen": seen,
        "digest": digest,
        "title": listed["items"][0]["snippet"]["title"],
        "privacy": listed["items"][0]["status"]["privacyStatus"],
        "refusal": refusal,
    },
    sys.stdout,
)
