//! The first administrator of an empty installation.

use domain::identity::{Email, Role, check_password};
use domain::text::Title;
use domain::{Locale, UserId};
use store::{NewUser, User};

use crate::error::{Error, Invalid, Outcome};
use crate::identity::code::{groups, plain};
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::{login, member, password};
use crate::number::hex;
use crate::organisation::{NewOrganisation, describe};
use crate::world::{App, Token};

/// The setting that holds the code which set-up asks for.
const CODE: &str = "setup-code";

/// The setting that holds who the first administrator is.
const FIRST: &str = "first-administrator";

/// What the first administrator fills in.
#[derive(Clone)]
pub struct FirstAdministrator {
    /// The code that the program printed when it started.
    pub code: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Password.
    pub password: String,
    /// The first organisation, of which the administrator becomes the coordinator.
    pub organisation: NewOrganisation,
    /// Language.
    pub locale: Locale,
}

impl std::fmt::Debug for FirstAdministrator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FirstAdministrator")
            .field("organisation", &self.organisation)
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

/// Whether anybody can log in yet.
pub async fn is_set_up(app: &App) -> Outcome<bool> {
    Ok(app.store().site_read().await?.user_count().await? > 0)
}

/// The code that proves that whoever sets up can read the program's output; made on first asking.
pub async fn setup_code(app: &App) -> Outcome<String> {
    let mut site = app.store().site_write().await?;
    if let Some(code) = site.setting(CODE).await? {
        return Ok(code);
    }
    // 128 bits, in groups that can be read and typed.
    let new = groups(&hex(&app.random::<16>()), '-');
    let code = site.keep_setting(CODE, new).await?;
    site.commit().await?;
    Ok(code)
}

/// Makes the first administrator, the first organisation, and a session.
///
/// # Errors
/// [`Error::NotFound`] once anybody can log in, [`Error::Invalid`] for what must be corrected.
pub async fn set_up(app: &App, first: &FirstAdministrator, from: Origin) -> Outcome<Token> {
    let Some(knock) = knock(app, Door::SetUp, from).await? else {
        return Err(Invalid::field("code", "identity.sign-in.too-many").into());
    };
    let code = setup_code(app).await?;
    let mut invalid = Invalid::default();
    if plain(&first.code) == plain(&code) {
        knock.opened(app).await?;
    } else {
        invalid.add("code", "error.setup.code");
    }
    let name = invalid.text("name", Title::parse(&first.name));
    let email = invalid.need(
        "email",
        "error.field.email",
        Email::parse(&first.email).ok(),
    );
    if let Err(refused) = check_password(&first.password, email.as_ref()) {
        invalid.add("password", member::password_key(refused));
    }
    let organisation = match describe(app, &first.organisation) {
        Ok(organisation) => Some(organisation),
        Err(Error::Invalid(_)) => {
            invalid.add("municipality", "error.setup.municipality");
            None
        }
        Err(other) => return Err(other),
    };
    let (Some(name), Some(email), Some(organisation)) = (name, email, organisation) else {
        return Err(invalid.into());
    };
    invalid.check()?;
    let user = User {
        id: app.id::<UserId>(),
        email,
        name: name.to_string(),
        locale: first.locale,
        is_operator: true,
    };
    let hash = password::hash(app, &first.password).await?;
    let mut site = app.store().site_write().await?;
    // Of two at once the second waits here for the first, also on two nodes.
    let first_of_all = site.keep_setting(FIRST, user.id.to_string()).await?;
    if site.user_count().await? > 0 || first_of_all != user.id.to_string() {
        return Err(Error::NotFound);
    }
    site.add_user(&NewUser {
        user: user.clone(),
        password_hash: Some(hash),
        created_at: app.now(),
    })
    .await?;
    site.add_organisation(&organisation).await?;
    let mut org = site.enter(organisation.id).await?;
    org.set_roles(user.id, &[Role::Coordinator]).await?;
    org.audit(&created(app, &user, &organisation)).await?;
    org.commit().await?;
    login::begin(app, &user, from).await
}

fn created(
    app: &App,
    user: &User,
    organisation: &domain::organisation::Organisation,
) -> store::Audit {
    store::Audit {
        kind: domain::audit::AuditKind::OrganisationCreated,
        subject: organisation.slug.to_string(),
        detail: String::new(),
        actor: Some(user.id),
        at: app.now(),
    }
}
