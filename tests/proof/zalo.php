<?php
// The official Zalo SDK for PHP, unmodified, against the sandbox. Run by tests/proof/zalo.ts: once for the address of the
// consent page, once with the code that came back.

use Zalo\Exceptions\ZaloSDKException;
use Zalo\FileUpload\ZaloFile;
use Zalo\Http\GraphRawResponse;
use Zalo\HttpClients\ZaloCurlHttpClient;
use Zalo\HttpClients\ZaloHttpClientInterface;
use Zalo\Util\PKCEUtil;
use Zalo\Zalo;

error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING);
$given = json_decode(stream_get_contents(STDIN), true);
spl_autoload_register(function ($class) use ($given) {
    $file = $given['sdk'] . '/src/' . str_replace('\\', '/', substr($class, strlen('Zalo\\'))) . '.php';
    if (str_starts_with($class, 'Zalo\\') && is_file($file)) require $file;
});

/** Their hosts are constants: what goes to them goes to the sandbox. Sent by their own handler where PHP has curl. */
class Turned implements ZaloHttpClientInterface
{
    public function __construct(private string $to) {}

    public function send($url, $method, $body, array $headers, $timeOut)
    {
        $url = str_replace(['https://openapi.zalo.me', 'https://oauth.zaloapp.com'], $this->to, $url);
        if (!str_starts_with($url, $this->to)) throw new ZaloSDKException('elsewhere: ' . $url);
        if (extension_loaded('curl')) return (new ZaloCurlHttpClient())->send($url, $method, $body, $headers, $timeOut);
        $lines = array_map(fn($name) => $name . ': ' . $headers[$name], array_keys($headers));
        $http = ['method' => $method, 'header' => $lines, 'ignore_errors' => true, 'timeout' => $timeOut];
        if ($method !== 'GET') $http['content'] = $body;
        $raw = file_get_contents($url, false, stream_context_create(['http' => $http]));
        return new GraphRawResponse(implode("\r\n", $http_response_header), $raw);
    }
}

$zalo = new Zalo([
    'app_id' => $given['app'],
    'app_secret' => $given['secret'],
    'http_client_handler' => new Turned($given['to']),
]);
if (!isset($given['code'])) {
    $verifier = PKCEUtil::genCodeVerifier();
    $challenge = PKCEUtil::genCodeChallenge($verifier);
    $url = $zalo->getRedirectLoginHelper()->getLoginUrlByOA($given['back'], $challenge, 'state');
    exit(json_encode(['url' => $url, 'verifier' => $verifier]));
}

$seen = [];
/** What a call raises: the class without its name space, and the number. */
$raised = function (callable $call): string {
    try {
        $call();
        return 'nothing';
    } catch (Exception $fault) {
        return (new ReflectionClass($fault))->getShortName() . ' ' . $fault->getCode();
    }
};
$oauth = $zalo->getOAuth2Client();
$first = $oauth->getZaloTokenFromCodeByOA($given['code'], $given['verifier']);
$second = $oauth->getZaloTokenFromRefreshTokenByOA($first->getRefreshToken());
$seen['renewed'] = $second->getRefreshToken() !== $first->getRefreshToken();
$seen['reused'] = $raised(fn() => $oauth->getZaloTokenFromRefreshTokenByOA($first->getRefreshToken()));
$zalo->setUseAppSecretProof(true);
$api = 'https://openapi.zalo.me/v2.0/';
$seen['old'] = $raised(fn() => $zalo->get($api . 'oa/getoa', $first->getAccessToken()));
$token = $second->getAccessToken();
$get = fn($path, $params = []) => $zalo->get($api . $path, $token, $params)->getDecodedBody();
$post = fn($path, $params) => $zalo->post($api . $path, $token, $params)->getDecodedBody();
$seen['oa'] = $get('oa/getoa')['data']['oaid'];

$article = [
    'type' => 'normal',
    'title' => 'Lịch tiếp công dân tháng 12',
    'author' => 'Ban biên tập',
    'description' => 'Lãnh đạo tỉnh tiếp công dân ngày 10 và 25.',
    'cover' => ['cover_type' => 'photo', 'photo_url' => $given['picture'], 'status' => 'show'],
    'body' => [['type' => 'text', 'content' => '<p>Nội dung.</p>']],
    'status' => 'show',
    'comment' => 'show',
];
$id = $post('article/verify', ['token' => $post('article/create', $article)['data']['token']])['data']['id'];
$seen['id'] = $id;
$seen['listed'] = $get('article/getslice', ['offset' => 0, 'limit' => 10, 'type' => 'normal'])['data']['medias'][0]['title'];
$seen['detail'] = $get('article/getdetail', ['id' => $id])['data']['author'];
$seen['long'] = $raised(fn() => $post('article/create', ['title' => str_repeat('a', 151)] + $article));
$changed = ['id' => $id, 'title' => 'Lịch đã đổi'] + $article;
// A lever answers the first change with a positive number: this SDK raises nothing.
$seen['positive'] = $post('article/update', $changed)['error'];
$seen['updated'] = $post('article/verify', ['token' => $post('article/update', $changed)['data']['token']])['data']['id'];

$sent = $post('article/upload_video/preparevideo', ['file' => new ZaloFile($given['film'])])['data']['token'];
$state = $get('article/upload_video/verify', ['token' => $sent])['data'];
$seen['film'] = [$state['status'], $state['video_size']];
$video = ['type' => 'video', 'title' => 'Phóng sự', 'description' => 'Mô tả', 'video_id' => $state['video_id'],
    'avatar' => $given['picture'], 'status' => 'show', 'comment' => 'show'];
$seen['video'] = $post('article/verify', ['token' => $post('article/create', $video)['data']['token']])['data']['id'];
$seen['removed'] = $post('article/remove', ['id' => $id])['error'];
$seen['again'] = $raised(fn() => $post('article/remove', ['id' => $id]));
echo json_encode($seen, JSON_UNESCAPED_UNICODE);
