/**
 * Who may use the console and the API. Passwords are argon2id hashes; sessions and API tokens are kept by fingerprint, so
 * that whoever reads these tables can sign in as nobody.
 */
export const up = /* sql */ `
create table user_account (
  id text primary key,
  -- Lower case: names that differ in case only would be one person's two.
  name text not null unique,
  role text not null check (role in ('administrator', 'operator', 'viewer')),
  reads_content boolean not null,
  password_hash text not null,
  -- Set by somebody else; to be changed before anything else is done.
  password_temporary boolean not null,
  disabled_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  last_sign_in_at timestamptz
);

-- One row, ever: two that create the first administrator at once cannot both succeed.
create table first_administrator (
  only_row boolean primary key check (only_row),
  user_id text not null references user_account (id)
);

create table user_session (
  fingerprint text primary key,
  user_id text not null references user_account (id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  address text not null
);
create index user_session_by_user on user_session (user_id);

-- Wrong passwords of one name from one address. Nobody is kept out by what others do elsewhere.
create table sign_in_failure (
  name text not null,
  address text not null,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz,
  primary key (name, address)
);
create index sign_in_failure_by_time on sign_in_failure (last_at);

create table api_token (
  id text primary key,
  name text not null,
  fingerprint text not null unique,
  role text not null check (role in ('administrator', 'operator', 'viewer')),
  reads_content boolean not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
`;
