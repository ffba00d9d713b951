//! Passkeys, with an authenticator that does what the standard says, and others that do not.

use app::identity::{
    Holder, Origin, PasskeyAsked, SignInRefused, Stage, ask_passkey, begin_passkey, finish_passkey,
    give_passkey, has_passkeys, remove_passkey, second_step, session, sign_in,
};
use app::{App, Error, Token};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::User;
use testkit::{PASSWORD, TestApp};

use crate::at_fields;

const ADDRESS: &str = "https://luotsi.test";

/// User present and verified.
const VERIFIED: u8 = 0b101;

/// The letters of base64url.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for place in 0..=chunk.len() {
            let letter = (bits >> (18 - 6 * place)) & 63;
            text.push(char::from(LETTERS[letter as usize]));
        }
    }
    text
}

/// An authenticator with one key.
struct Authenticator {
    key: SigningKey,
    id: [u8; 16],
    counter: u32,
}

impl Authenticator {
    fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: [seed; 16],
            counter: 1,
        }
    }

    /// What the browser says of whom it speaks to.
    fn client(kind: &str, asked: &PasskeyAsked, origin: &str) -> Vec<u8> {
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        let challenge = &options["publicKey"]["challenge"];
        let said =
            json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false });
        said.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(b"luotsi.test").to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// A new credential, in the plain form that proves nothing of the maker.
    fn made(&self, asked: &PasskeyAsked, origin: &str, flags: u8) -> String {
        let mut data = self.data(flags | 0b100_0000);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend_from_slice(x);
        data.extend([0x22, 0x58, 0x20]);
        data.extend_from_slice(y);
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let client = Self::client("webauthn.create", asked, origin);
        self.answer(&json!({
            "attestationObject": base64(&object),
            "clientDataJSON": base64(&client),
            "transports": ["internal"],
        }))
    }

    /// A signature over what was asked.
    fn signed(&self, asked: &PasskeyAsked, origin: &str, flags: u8) -> String {
        let data = self.data(flags);
        let client = Self::client("webauthn.get", asked, origin);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature: Signature = self.key.sign(&signed);
        self.answer(&json!({
            "authenticatorData": base64(&data),
            "clientDataJSON": base64(&client),
            "signature": base64(signature.to_der().as_bytes()),
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = base64(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} })
            .to_string()
    }
}

async fn begun(app: &App, user: &User) -> Token {
    let signed = sign_in(app, user.email.as_str(), PASSWORD, Origin::default()).await;
    signed.unwrap().unwrap().0
}

async fn stage(app: &App, token: Token) -> Option<Stage> {
    session(app, token).await.unwrap().map(|held| held.stage)
}

async fn asked(app: &App, token: Token, user: &User) -> PasskeyAsked {
    let asked = ask_passkey(app, token, user).await.unwrap();
    asked.expect("the person has a passkey")
}

/// A person who has added the authenticator's key, and the session in which that was done.
async fn person(test: &TestApp, name: &str, key: &Authenticator) -> (User, Token) {
    let user = test.person(name, false).await;
    let app = &test.app;
    let holder = Holder {
        user: &user,
        token: begun(app, &user).await,
    };
    let asked = begin_passkey(app, holder, ("Puhelin", PASSWORD), Origin::default()).await;
    let asked = asked.unwrap();
    let answer = key.made(&asked, ADDRESS, VERIFIED);
    let added = finish_passkey(app, holder, asked.id, &answer)
        .await
        .unwrap();
    assert_eq!(added.codes.len(), 10);
    (user, added.token)
}

#[tokio::test]
async fn a_passkey_is_added_on_one_node_and_opens_the_account_on_two_others() {
    let test = TestApp::new_at(ADDRESS).await;
    let mut key = Authenticator::new(7);
    let (user, _) = person(&test, "Maija Malli", &key).await;
    let node = test.another_node().await;
    let waits = begun(&test.app, &user).await;
    assert_eq!(stage(&test.app, waits).await, Some(Stage::Code));
    // Begun on one node, finished on another.
    let what = asked(&test.app, waits, &user).await;
    key.counter = 2;
    let answer = key.signed(&what, ADDRESS, VERIFIED);
    let given = (what.id, answer.as_str());
    let open = give_passkey(&node, waits, given, Origin::default()).await;
    let open = open.unwrap().unwrap();
    assert_eq!(stage(&test.app, open).await, Some(Stage::Open));
    assert!(
        second_step(&node, &user).await.unwrap().passkeys[0]
            .used
            .is_some()
    );
    // The answer that somebody listened to is worth nothing in another session.
    let thief = begun(&test.app, &user).await;
    let again = give_passkey(&test.app, thief, given, Origin::default()).await;
    assert_eq!(again.unwrap(), Err(SignInRefused::Wrong));
}

#[tokio::test]
async fn nothing_but_the_right_answer_opens_the_account() {
    let test = TestApp::new_at(ADDRESS).await;
    let app = &test.app;
    let mut key = Authenticator::new(7);
    let (user, _) = person(&test, "Maija Malli", &key).await;
    let other = Authenticator::new(8);
    let (stranger, _) = person(&test, "Matti Malli", &other).await;
    key.counter = 5;
    let waits = begun(app, &user).await;
    let foreign = begun(app, &stranger).await;
    let elsewhere = asked(app, foreign, &stranger).await;
    let mut imposter = Authenticator::new(8);
    imposter.id = key.id;
    imposter.counter = 9;
    let wrong: [&dyn Fn(&PasskeyAsked) -> String; 6] = [
        &|what| key.signed(what, "https://luotsi.test.evil.example", VERIFIED),
        &|what| key.signed(what, ADDRESS, 0b001),
        &|what| other.signed(what, ADDRESS, VERIFIED),
        &|what| imposter.signed(what, ADDRESS, VERIFIED),
        &|_| key.signed(&elsewhere, ADDRESS, VERIFIED),
        &|_| "{}".to_owned(),
    ];
    for (number, answer) in wrong.iter().enumerate() {
        let what = asked(app, waits, &user).await;
        let text = answer(&what);
        let refused = give_passkey(app, waits, (what.id, &text), Origin::default()).await;
        assert_eq!(refused.unwrap(), Err(SignInRefused::Wrong), "{number}");
        assert_eq!(stage(app, waits).await, Some(Stage::Code), "{number}");
    }
    // What was asked is over after one answer, also after a wrong one.
    let what = asked(app, waits, &user).await;
    let spoiled = give_passkey(app, waits, (what.id, "{}"), Origin::default()).await;
    assert_eq!(spoiled.unwrap(), Err(SignInRefused::Wrong));
    let late = key.signed(&what, ADDRESS, VERIFIED);
    test.set_time("2027-05-11T09:14:00Z");
    let late = give_passkey(app, waits, (what.id, &late), Origin::default()).await;
    assert!(late.unwrap().is_err());
}

#[tokio::test]
async fn what_was_asked_lasts_five_minutes() {
    let test = TestApp::new_at(ADDRESS).await;
    let app = &test.app;
    let mut key = Authenticator::new(7);
    let (user, _) = person(&test, "Maija Malli", &key).await;
    let waits = begun(app, &user).await;
    let what = asked(app, waits, &user).await;
    key.counter = 2;
    let answer = key.signed(&what, ADDRESS, VERIFIED);
    test.set_time("2027-05-11T09:05:01Z");
    let late = give_passkey(app, waits, (what.id, &answer), Origin::default()).await;
    assert_eq!(late.unwrap(), Err(SignInRefused::Wrong));
    let what = asked(app, waits, &user).await;
    let answer = key.signed(&what, ADDRESS, VERIFIED);
    let open = give_passkey(app, waits, (what.id, &answer), Origin::default()).await;
    assert!(open.unwrap().is_ok());
}

#[tokio::test]
async fn adding_one_needs_the_password_a_name_and_an_answer_to_what_was_asked() {
    let test = TestApp::new_at(ADDRESS).await;
    let app = &test.app;
    let key = Authenticator::new(7);
    let user = test.person("Maija Malli", false).await;
    let holder = Holder {
        user: &user,
        token: begun(app, &user).await,
    };
    let begin = async |name: &str, password: &str| {
        begin_passkey(app, holder, (name, password), Origin::default()).await
    };
    assert_eq!(
        at_fields(begin("Puhelin", "väärä salasana").await),
        ["password"]
    );
    assert_eq!(at_fields(begin(" ", PASSWORD).await), ["name"]);
    for number in 0..3 {
        let what = begin("Puhelin", PASSWORD).await.unwrap();
        let answer = match number {
            0 => key.made(&what, "https://evil.example", VERIFIED),
            1 => key.made(&what, ADDRESS, 0b001),
            _ => "{}".to_owned(),
        };
        let refused = finish_passkey(app, holder, what.id, &answer).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{number}");
    }
    // What was begun in one session is not finished in another.
    let what = begin("Puhelin", PASSWORD).await.unwrap();
    let answer = key.made(&what, ADDRESS, VERIFIED);
    let other = Holder {
        user: &user,
        token: begun(app, &user).await,
    };
    let refused = finish_passkey(app, other, what.id, &answer).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
    assert!(second_step(app, &user).await.unwrap().passkeys.is_empty());
    assert!(finish_passkey(app, holder, what.id, &answer).await.is_ok());
}

#[tokio::test]
async fn a_key_that_is_somebodys_is_nobody_elses_and_one_removes_ones_own() {
    let test = TestApp::new_at(ADDRESS).await;
    let app = &test.app;
    let key = Authenticator::new(7);
    let (user, _) = person(&test, "Maija Malli", &key).await;
    let thief = test.person("Matti Malli", false).await;
    let holder = Holder {
        user: &thief,
        token: begun(app, &thief).await,
    };
    let what = begin_passkey(app, holder, ("Puhelin", PASSWORD), Origin::default()).await;
    let what = what.unwrap();
    let answer = key.made(&what, ADDRESS, VERIFIED);
    let taken = finish_passkey(app, holder, what.id, &answer).await;
    assert!(matches!(taken, Err(Error::Conflict)));
    let id = second_step(app, &user).await.unwrap().passkeys[0].id;
    let foreign = remove_passkey(app, &thief, (id, PASSWORD), Origin::default()).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    let wrong = remove_passkey(app, &user, (id, "väärä salasana"), Origin::default()).await;
    assert_eq!(at_fields(wrong), ["password"]);
    remove_passkey(app, &user, (id, PASSWORD), Origin::default())
        .await
        .unwrap();
    let token = begun(app, &user).await;
    assert_eq!(stage(app, token).await, Some(Stage::Open));
}

#[tokio::test]
async fn where_browsers_allow_no_passkeys_none_is_asked_for() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    assert!(!has_passkeys(&test.app));
    let holder = Holder {
        user: &user,
        token: begun(&test.app, &user).await,
    };
    let begun = begin_passkey(&test.app, holder, ("Puhelin", PASSWORD), Origin::default()).await;
    assert!(matches!(begun, Err(Error::NotFound)));
    let asked = ask_passkey(&test.app, holder.token, &user).await;
    assert!(asked.unwrap().is_none());
}
