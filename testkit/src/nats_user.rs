//! An operator of NATS, its accounts, and a user of one of them: keys, and claims that they sign.
//!
//! What may not enter: processes and files.
//!
//! The claims are JSON Web Tokens as `nsc` writes them
//! (<https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt>).
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use data_encoding::BASE64URL_NOPAD;
use nkeys::KeyPair;
use serde_json::{Value, json};

/// What a nats-server has to know, and what a client has.
#[derive(Debug)]
pub struct NatsUser {
    /// The part of a configuration of nats-server that trusts the operator and knows the accounts.
    pub configuration: String,
    /// The text of the user's credentials file.
    pub credentials: String,
}

impl NatsUser {
    /// A user whose account may use JetStream without a limit.
    ///
    /// # Panics
    ///
    /// There is no randomness to make keys from.
    #[must_use]
    pub fn generate() -> Self {
        let [operator, system, account] = [
            KeyPair::new_operator(),
            KeyPair::new_account(),
            KeyPair::new_account(),
        ];
        let user = KeyPair::new_user();
        let trusted = sign(&operator, &operator, &json!({ "type": "operator" }));
        let system_token = sign(&operator, &system, &account_claims(&json!({})));
        let jetstream =
            json!({ "mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1 });
        let account_token = sign(&operator, &account, &account_claims(&jetstream));
        let user_claims = json!({
            "type": "user", "pub": {}, "sub": {}, "subs": -1, "data": -1, "payload": -1,
        });
        let user_token = sign(&account, &user, &user_claims);
        let (system, account) = (system.public_key(), account.public_key());
        Self {
            configuration: format!(
                "operator: {trusted}\n\
                 resolver: MEMORY\n\
                 system_account: {system}\n\
                 resolver_preload: {{ {system}: {system_token}, {account}: {account_token} }}\n"
            ),
            credentials: format!(
                "-----BEGIN NATS USER JWT-----\n\
                 {user_token}\n\
                 ------END NATS USER JWT------\n\n\
                 -----BEGIN USER NKEY SEED-----\n\
                 {}\n\
                 ------END USER NKEY SEED------\n",
                user.seed().unwrap()
            ),
        }
    }
}

/// An account with these limits beside those that every account has.
fn account_claims(limits: &Value) -> Value {
    let mut all = json!({
        "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true, "conn": -1, "leaf": -1,
    });
    let further = limits.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(further);
    json!({ "type": "account", "limits": all, "default_permissions": { "pub": {}, "sub": {} } })
}

/// A token in which `issuer` says this of `subject`.
fn sign(issuer: &KeyPair, subject: &KeyPair, claims: &Value) -> String {
    let mut nats = claims.clone();
    nats["version"] = 2.into();
    let claims = json!({
        "jti": subject.public_key(),
        "iat": 1_700_000_000,
        "iss": issuer.public_key(),
        "sub": subject.public_key(),
        "name": "ullim",
        "nats": nats,
    });
    let header = json!({ "typ": "JWT", "alg": "ed25519-nkey" });
    let [header, claims] =
        [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
    let signed = format!("{header}.{claims}");
    let signature = issuer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature))
}
