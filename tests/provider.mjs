// Owns a certified OpenID provider (oidc-provider) on loopback: `node tests/provider.mjs BASE …`.
// Each BASE is a city hall that people are sent back to. Prints its own address once it listens.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const halls = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'city-hall',
      client_secret: 'a secret: 100 % of the tests+opens/nothing=',
      redirect_uris: halls.map((base) => `${base}/staff/sign-in/openid/callback`),
      post_logout_redirect_uris: halls.map((base) => `${base}/staff/sign-in`),
      grant_types: ['authorization_code'],
      response_types: ['code'],
    }],
    pkce: { required: () => true },
    cookies: { keys: ['a-key-of-the-tests'] },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  server.on('request', provider.callback());
  process.stdout.write(`${issuer}\n`);
});
