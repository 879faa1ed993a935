import { describe, expect, it } from 'vitest';
import { carriesCredential, isPublicUrl } from '../../src/plan/index.ts';

describe('an address that carries a secret', () => {
  it.each([
    ['a user and a password', 'https://ann:secret@files.example/cat.png'],
    ['a user alone, which may be a token', 'https://ghp_abcdef@files.example/cat.png'],
    ['the token of a Telegram bot', 'https://api.telegram.org/file/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/a.jpg'],
    [
      'the same, its colon escaped',
      'https://api.telegram.org/file/bot123456%3AAAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/a.jpg',
    ],
    [
      'the same on a server of one’s own',
      'http://localhost:8081/file/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/a.jpg',
    ],
    ['the secret of a Discord webhook', 'https://discord.com/api/webhooks/1234567890/aBcDeFgHiJkLmNoPqRsTuVwXyZ012345'],
    ['a signed query of S3', 'https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=abc'],
    ['a signed query of S3, version 2', 'https://b.s3.amazonaws.com/k?AWSAccessKeyId=AK&Signature=abc&Expires=1'],
    ['a signed query of Google', 'https://storage.googleapis.com/b/k?X-Goog-Signature=abc'],
    ['a signed query of Azure', 'https://a.blob.core.windows.net/c/k?sv=2020&sig=abc'],
    ['a signed query of CloudFront', 'https://d.cloudfront.net/k?Expires=1&Key-Pair-Id=K'],
    ['a token', 'https://matrix.example/_matrix/media/v3/download/x/y?access_token=syt_abc'],
    ['a token in capitals', 'https://files.example/k?TOKEN=abc'],
    ['a token in the fragment', 'https://files.example/k#access_token=abc'],
    ['a JSON Web Token in the path', 'https://files.example/eyJhbGciOiJI.eyJzdWIiOiIx.abc/cat.png'],
    ['a user’s OAuth token', 'https://files.example/k?oauth_token=abc&refresh-token=d'],
    ['a token of a user of GitLab', 'https://gitlab.example/a.png?private_token=abc'],
    ['a signed query of Tencent', 'https://b.cos.example/k?q-sign-algorithm=sha1&q-signature=abc'],
    ['an access key of Alibaba', 'https://b.oss.example/k?OSSAccessKeyId=AK&Expires=1'],
    ['a signed query of Akamai', 'https://a.example/k?hdnts=exp=1~acl=/*~hmac=abc'],
    ['a key of Google', 'https://maps.googleapis.com/staticmap?key=AIzaSyA1234567890abcdefghijklmnopqrstuv'],
    ['a token of Slack, whatever the field', 'https://files.slack.com/files-pri/T1-F1/cat.png?t=xoxe-123456789-abcdef'],
    ['the secret of a Slack webhook', 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'],
    ['what cannot be read', 'not an address'],
  ])('is seen: %s', (_name, address) => {
    expect(carriesCredential(address)).toBe(true);
    expect(isPublicUrl(address)).toBe(false);
  });

  it.each([
    'https://files.example/cat.png',
    'https://files.example/cat.png?width=300&v=2',
    'https://files.example/token/cat.png#section-2',
    'https://cdn.discordapp.com/attachments/1/2/cat.png?ex=66f&is=66e&hm=0a1b',
    'https://files.example/2024:backup/bot.png',
    'https://x.example/a?q=token',
    'https://x.example/a?key=value&tokens=3&author=ann&keyword=x&design=1',
    'https://www.dropbox.com/scl/fi/abc/cat.png?rlkey=abc&raw=1',
  ])('is not seen in %s', (address) => {
    expect(carriesCredential(address)).toBe(false);
    expect(isPublicUrl(address)).toBe(true);
  });

  it.each(['file:///etc/passwd', 'data:image/png;base64,AAAA', 'javascript:alert(1)', 'mxc://matrix.example/abc', ''])(
    'and only the web is public: %s',
    (address) => {
      expect(isPublicUrl(address)).toBe(false);
    },
  );
});
