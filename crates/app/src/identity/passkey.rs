//! Passkeys as the second step. What is under way is kept in the database and bound to the session in
//! which it was begun, so that any node can finish it, once.

use domain::text::Title;
use domain::{CeremonyId, PasskeyId};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Ceremony, SiteStore, StoredPasskey, User};
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::address;
use crate::error::{Error, Invalid, Outcome, text_key};
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::login::{SignInRefused, refuse};
use crate::identity::password;
use crate::identity::second_step::{StepAdded, added, enter, may_add, reconfirm, removed, waiting};
use crate::identity::session::Holder;
use crate::world::{App, Settings, Token};

/// How long a browser has time to answer.
const LASTS: SignedDuration = SignedDuration::from_mins(5);

/// A person's own passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPasskey {
    /// Id.
    pub id: PasskeyId,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub added: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

pub(super) fn listed(all: Vec<StoredPasskey>) -> Vec<OwnPasskey> {
    let own = all.into_iter().map(|one| OwnPasskey {
        id: one.id,
        name: one.name,
        added: one.created_at,
        used: one.used_at,
    });
    own.collect()
}

/// What the browser is asked to do, and the name under which its answer is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyAsked {
    /// Id.
    pub id: CeremonyId,
    /// Options of `navigator.credentials`, as JSON.
    pub options: String,
}

/// What knows the rules of passkeys at this installation's address; nothing where browsers do not allow
/// passkeys: they want `https` and a name, or `localhost`.
fn rules(settings: &Settings) -> Option<Webauthn> {
    let address = Url::parse(address::site(settings)).ok()?;
    let host = address.domain()?.to_owned();
    if address.scheme() != "https" && host != "localhost" {
        return None;
    }
    let rules = WebauthnBuilder::new(&host, &address).ok()?;
    rules.rp_name("Luotsi").build().ok()
}

/// Whether passkeys work at this installation's address.
pub fn has_passkeys(app: &App) -> bool {
    rules(app.settings()).is_some()
}

/// Asks the browser for a new passkey of this name.
///
/// # Errors
/// [`Error::Invalid`] at `name`, and at `password` where that is asked for, [`Error::NotFound`] where
/// passkeys do not work.
pub async fn begin_passkey(
    app: &App,
    holder: Holder<'_>,
    (name, password): (&str, &str),
    from: Origin,
) -> Outcome<PasskeyAsked> {
    let rules = rules(app.settings()).ok_or(Error::NotFound)?;
    let name = Title::parse(name).map_err(|it| Invalid::field("name", text_key(it)))?;
    reconfirm(app, holder, password, from).await?;
    let user = holder.user;
    let known = kept(app, user).await?;
    let known: Vec<CredentialID> = known.iter().map(|(_, it)| it.cred_id().clone()).collect();
    let (asked, state) = rules
        .start_passkey_registration(user.id.0, user.email.as_str(), &user.name, Some(known))
        .map_err(failed)?;
    begin(app, (holder.token, name.as_str()), &asked, &state).await
}

/// Takes the browser's answer: the passkey is the person's.
///
/// # Errors
/// [`Error::Refused`] when the answer is not one to what was asked, or comes late.
pub async fn finish_passkey(
    app: &App,
    holder: Holder<'_>,
    id: CeremonyId,
    answer: &str,
) -> Outcome<StepAdded> {
    const REFUSED: Error = Error::Refused("error.second-step.passkey");
    let rules = rules(app.settings()).ok_or(Error::NotFound)?;
    let mut site = app.store().site_write().await?;
    may_add(app, &mut site, holder).await?;
    let taken = site
        .take_ceremony(id, holder.token.hash(), app.now())
        .await?;
    let (name, state) = taken.ok_or(REFUSED)?;
    let state: PasskeyRegistration = read(&state).ok_or(REFUSED)?;
    let answer: RegisterPublicKeyCredential = read(answer).ok_or(REFUSED)?;
    let Ok(passkey) = rules.finish_passkey_registration(&answer, &state) else {
        return Err(REFUSED);
    };
    let stored = StoredPasskey {
        id: app.id(),
        name,
        body: write(&passkey)?,
        created_at: app.now(),
        used_at: None,
    };
    let credential = crate::number::hex(passkey.cred_id());
    site.add_passkey(holder.user.id, &credential, &stored)
        .await?;
    added(app, site, holder, "passkey").await
}

/// Asks the browser for a passkey of the person whose session waits for the second step; nothing when
/// the person has none, or they do not work here.
pub async fn ask_passkey(app: &App, token: Token, user: &User) -> Outcome<Option<PasskeyAsked>> {
    let Some(rules) = rules(app.settings()) else {
        return Ok(None);
    };
    let known = kept(app, user).await?;
    if known.is_empty() {
        return Ok(None);
    }
    let known: Vec<Passkey> = known.into_iter().map(|(_, it)| it).collect();
    let (asked, state) = rules.start_passkey_authentication(&known).map_err(failed)?;
    begin(app, (token, ""), &asked, &state).await.map(Some)
}

/// Gives the second step with a passkey. The session goes on under the token that this returns.
///
/// # Errors
/// [`Error::NotFound`] when no session waits.
pub async fn give_passkey(
    app: &App,
    token: Token,
    (id, answer): (CeremonyId, &str),
    from: Origin,
) -> Outcome<Result<Token, SignInRefused>> {
    let user = waiting(app, token).await?;
    let Some(knock) = knock(app, Door::Passkey(user.id), from).await? else {
        return Ok(Err(SignInRefused::TooMany));
    };
    let mut site = app.store().site_write().await?;
    let taken = site.take_ceremony(id, token.hash(), app.now()).await?;
    // What was begun is over, whatever the answer: nobody tries a second answer on it.
    site.commit().await?;
    let result = taken.and_then(|(_, state)| judged(app, &state, answer));
    let Some(result) = result else {
        if knock.is_recorded() {
            refuse(app, user.id, from).await?;
        }
        return Ok(Err(SignInRefused::Wrong));
    };
    let mut site = app.store().site_write().await?;
    if !note_use(app, &mut site, &user, &result).await? {
        return Ok(Err(SignInRefused::Wrong));
    }
    let token = enter(app, site, (&user, token), from).await?;
    knock.opened(app).await?;
    Ok(Ok(token))
}

/// The result, when the answer is right.
fn judged(app: &App, state: &str, answer: &str) -> Option<AuthenticationResult> {
    let state: PasskeyAuthentication = read(state)?;
    let answer: PublicKeyCredential = read(answer)?;
    let result = rules(app.settings())?.finish_passkey_authentication(&answer, &state);
    result.ok().filter(AuthenticationResult::user_verified)
}

/// Notes that a passkey was used, with what its authenticator counts; false when it was removed
/// meanwhile.
async fn note_use(
    app: &App,
    site: &mut SiteStore,
    user: &User,
    result: &AuthenticationResult,
) -> Outcome<bool> {
    for stored in site.passkeys(user.id).await? {
        let Some(mut passkey) = read::<Passkey>(&stored.body) else {
            continue;
        };
        if passkey.update_credential(result).is_some() {
            let body = write(&passkey)?;
            site.use_passkey(user.id, stored.id, &body, app.now())
                .await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes a passkey.
///
/// # Errors
/// [`Error::Invalid`] at `password`, [`Error::NotFound`] when the person has no such passkey,
/// [`Error::Refused`] when the person must have a second step and has no other.
pub async fn remove_passkey(
    app: &App,
    user: &User,
    (id, password): (PasskeyId, &str),
    from: Origin,
) -> Outcome<()> {
    password::confirm(app, user, ("password", password), from).await?;
    let mut site = app.store().site_write().await?;
    if !site.remove_passkey(user.id, id).await? {
        return Err(Error::NotFound);
    }
    removed(app, site, user, "passkey").await
}

/// The person's passkeys as the rules read them.
async fn kept(app: &App, user: &User) -> Outcome<Vec<(StoredPasskey, Passkey)>> {
    let all = app.store().site_read().await?.passkeys(user.id).await?;
    let read = |one: StoredPasskey| read(&one.body).map(|passkey| (one, passkey));
    Ok(all.into_iter().filter_map(read).collect())
}

async fn begin(
    app: &App,
    (token, name): (Token, &str),
    asked: &impl Serialize,
    state: &impl Serialize,
) -> Outcome<PasskeyAsked> {
    let ceremony = Ceremony {
        id: app.id(),
        session_hash: token.hash(),
        name: name.to_owned(),
        state: write(state)?,
        expires_at: app.now().checked_add(LASTS).unwrap_or(app.now()),
    };
    let mut site = app.store().site_write().await?;
    site.begin_ceremony(&ceremony).await?;
    site.commit().await?;
    Ok(PasskeyAsked {
        id: ceremony.id,
        options: write(asked)?,
    })
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn write(value: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(value).map_err(failed)
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Report(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_work_where_browsers_allow_them() {
        for (address, works) in [
            ("https://luotsi.example.fi", true),
            ("https://luotsi.example.fi:8443", true),
            ("http://localhost:8080", true),
            ("http://luotsi.example.fi", false),
            ("http://127.0.0.1:8080", false),
            ("https://192.0.2.7", false),
            ("luotsi.example.fi", false),
        ] {
            let settings = Settings {
                base_url: address.to_owned(),
                is_demo: false,
            };
            assert_eq!(rules(&settings).is_some(), works, "{address}");
        }
    }
}
