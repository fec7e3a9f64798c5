import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.vng.zalo.sdk.EndPoint;
import com.vng.zalo.sdk.oa.ZaloOaClient;
import java.io.File;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The official Zalo SDK for Java, unmodified, against the sandbox. Run by tests/proof/zalo.ts from its source. */
public class ZaloProof {
    static String to;
    static String token;
    static final ZaloOaClient client = new ZaloOaClient();

    /** Their addresses are constants, with a double slash: only the host is turned. */
    static JsonObject ask(String endPoint, String method, Map<String, Object> params, JsonObject body, Map<String, String> more, Map<String, File> files) throws Exception {
        String url = endPoint.replaceFirst("^https://openapi\\.zalo(app\\.com|\\.me)", to);
        if (!url.startsWith(to)) throw new IllegalStateException("elsewhere: " + url);
        Map<String, String> headers = new HashMap<>(more);
        headers.put("access_token", token);
        return client.excuteRequest(url, method, params, body, headers, files);
    }

    static JsonObject post(String endPoint, JsonObject body) throws Exception {
        return ask(endPoint, "POST", null, body, Collections.emptyMap(), null);
    }

    static JsonObject object(String... pairs) {
        JsonObject made = new JsonObject();
        for (int at = 0; at < pairs.length; at += 2) made.addProperty(pairs[at], pairs[at + 1]);
        return made;
    }

    static String data(JsonObject answer, String name) {
        return answer.getAsJsonObject("data").get(name).getAsString();
    }

    public static void main(String[] args) throws Exception {
        to = args[0];
        token = args[1];
        JsonObject seen = new JsonObject();
        JsonObject article = object("type", "normal", "title", "Lịch tiếp công dân", "author", "Ban biên tập", "description", "Ngày 10 và 25.", "status", "show", "comment", "show");
        article.add("cover", object("cover_type", "photo", "photo_url", args[2], "status", "show"));
        JsonArray body = new JsonArray();
        body.add(object("type", "text", "content", "<p>Nội dung.</p>"));
        article.add("body", body);
        String job = data(post(EndPoint.OA_ARTICLE_CREATE_ARTICLE, article), "token");
        String id = data(post(EndPoint.OA_ARTICLE_GET_ARTICLE_ID, object("token", job)), "id");
        seen.addProperty("id", id);
        Map<String, Object> page = new HashMap<>();
        page.put("offset", 0);
        page.put("limit", 10);
        page.put("type", "normal");
        JsonObject list = ask(EndPoint.OA_ARTICLE_GET_SLICE, "GET", page, null, Collections.emptyMap(), null);
        seen.addProperty("listed", list.getAsJsonObject("data").get("total").getAsInt());
        article.addProperty("title", "");
        seen.addProperty("empty", post(EndPoint.OA_ARTICLE_CREATE_ARTICLE, article).get("error").getAsInt());

        Map<String, File> files = new HashMap<>();
        files.put("file", new File(args[3]));
        String upload = data(ask(EndPoint.OA_ARTICLE_UPLOAD_VIDEO, "POST", null, null, Collections.emptyMap(), files), "token");
        JsonObject film = ask(EndPoint.OA_ARTICLE_GET_VIDEO_ID, "GET", null, null, Collections.singletonMap("token", upload), null);
        seen.addProperty("status", film.getAsJsonObject("data").get("status").getAsInt());
        JsonObject video = object("type", "video", "title", "Phóng sự", "description", "Mô tả", "video_id", data(film, "video_id"), "avatar", args[2], "comment", "show");
        // Their own sample sends no status: what comes of it is hidden.
        seen.addProperty("video", data(post(EndPoint.OA_ARTICLE_GET_ARTICLE_ID, object("token", data(post(EndPoint.OA_ARTICLE_CREATE_ARTICLE, video), "token"))), "id"));

        JsonObject message = new JsonObject();
        JsonObject payload = object("template_type", "media");
        JsonArray elements = new JsonArray();
        elements.add(object("media_type", "article", "attachment_id", id));
        payload.add("elements", elements);
        JsonObject attachment = object("type", "template");
        attachment.add("payload", payload);
        JsonObject told = new JsonObject();
        told.add("attachment", attachment);
        JsonObject recipient = new JsonObject();
        recipient.add("target", object("gender", "0", "cities", "20"));
        message.add("recipient", recipient);
        message.add("message", told);
        seen.addProperty("broadcast", post(EndPoint.OA_SEND_MESSAGE, message).get("error").getAsInt());
        seen.addProperty("removed", post(EndPoint.OA_ARTICLE_REMOVE_ARTICLE, object("id", id)).get("error").getAsInt());
        token = "none";
        seen.addProperty("stranger", ask(EndPoint.OA_GET_OFFICIAL_ACCOUNT_PROFILE, "GET", null, null, Collections.emptyMap(), null).get("error").getAsInt());
        System.out.println(seen);
    }
}
