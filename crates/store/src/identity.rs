//! People, memberships; invitations and ways to a new password.

mod invitation;
mod recovery;
mod sign_in;

use std::collections::BTreeSet;

use domain::identity::{Email, Role};
use domain::organisation::Organisation;
use domain::{Locale, OrgId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::FromRow;
use uuid::Uuid;

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::organisation::OrganisationRow;
use crate::row::must;
use crate::{OrgStore, SiteStore};

pub use invitation::Invitation;
pub use recovery::Recovery;
pub use sign_in::{
    Ceremony, HeldSession, Lasting, ListedSession, SecondStep, Session, StoredPasskey, TotpSecret,
};

/// A person who can log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Address, also the name of the login.
    pub email: Email,
    /// Name.
    pub name: String,
    /// Language of the interface.
    pub locale: Locale,
    /// Whether the person runs the installation. Gives no right to any organisation's content.
    pub is_operator: bool,
}

/// A person with the hash that a password is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The person.
    pub user: User,
    /// Argon2id hash in PHC form; none until the person has set a password.
    pub password_hash: Option<String>,
}

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The person.
    pub user: User,
    /// Argon2id hash in PHC form.
    pub password_hash: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// A member with all roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Roles in the organisation.
    pub roles: Vec<Role>,
}

#[derive(FromRow)]
pub(crate) struct UserRow {
    id: Uuid,
    email: String,
    name: String,
    password_hash: Option<String>,
    locale: String,
    is_operator: bool,
}

impl UserRow {
    pub(crate) fn read(self) -> StoreResult<Credentials> {
        const TABLE: &str = "user_account";
        let user = User {
            id: UserId(self.id),
            email: must(Email::parse(&self.email).ok(), TABLE, "email")?,
            name: self.name,
            locale: must(self.locale.parse().ok(), TABLE, "locale")?,
            is_operator: self.is_operator,
        };
        Ok(Credentials {
            user,
            password_hash: self.password_hash,
        })
    }
}

fn roles<T: AsRef<str>>(
    codes: impl IntoIterator<Item = T>,
    table: &'static str,
) -> StoreResult<Vec<Role>> {
    codes
        .into_iter()
        .map(|code| must(Role::from_code(code.as_ref()), table, "role"))
        .collect()
}

/// The roles a person has in an organisation on a day, by membership and by programmes.
async fn held_roles(
    conn: &mut Conn,
    org: OrgId,
    user: UserId,
    today: Date,
) -> StoreResult<Vec<Role>> {
    let direct = all!(*conn, (String,), "identity/direct_roles", org.0, user.0)?;
    let lent = all!(
        *conn,
        (String,),
        "identity/programme_roles",
        org.0,
        user.0,
        today.to_string()
    )?;
    let held = direct.into_iter().chain(lent).map(|(code,)| code);
    let held: BTreeSet<Role> = roles(held, "membership")?.into_iter().collect();
    Ok(held.into_iter().collect())
}

impl SiteStore {
    /// The person with this address, with the hash to check a password against.
    pub async fn credentials(&mut self, email: &Email) -> StoreResult<Option<Credentials>> {
        one!(self.conn, UserRow, "identity/user_by_email", email.as_str())?
            .map(UserRow::read)
            .transpose()
    }

    /// The person.
    pub async fn user(&mut self, id: UserId) -> StoreResult<Option<User>> {
        let row = one!(self.conn, UserRow, "identity/user_by_id", id.0)?;
        Ok(row.map(UserRow::read).transpose()?.map(|found| found.user))
    }

    /// How many people can log in.
    pub async fn user_count(&mut self) -> StoreResult<i64> {
        Ok(one!(self.conn, (i64,), "identity/user_count")?.map_or(0, |(count,)| count))
    }

    /// Adds a person.
    ///
    /// # Errors
    /// [`crate::StoreError::Taken`] when the address exists.
    pub async fn add_user(&mut self, new: &NewUser) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/user_insert",
            new.user.id.0,
            new.user.email.as_str(),
            &new.user.name,
            &new.password_hash,
            new.user.locale.code(),
            new.user.is_operator,
            new.created_at.as_microsecond(),
        )?;
        Ok(())
    }

    /// Sets a person's language.
    pub async fn set_locale(&mut self, user: UserId, locale: Locale) -> StoreResult<()> {
        run!(self.conn, "identity/user_set_locale", user.0, locale.code())?;
        Ok(())
    }

    /// Sets a person's password hash.
    pub async fn set_password(&mut self, user: UserId, hash: &str) -> StoreResult<()> {
        self.lock_person(user).await?;
        run!(self.conn, "identity/user_set_password", user.0, hash)?;
        Ok(())
    }

    /// Lets one transaction at a time change what a person signs in with, or begin a session by it.
    pub async fn lock_person(&mut self, user: UserId) -> StoreResult<()> {
        let mut key = [0; 32];
        let (first, second) = key.split_at_mut(16);
        first.copy_from_slice(user.0.as_bytes());
        second.copy_from_slice(user.0.as_bytes());
        self.conn.lock_key(key).await
    }

    /// Counts a try of a secret under a key (a salted hash), unless there have been so many since a
    /// moment; whether it was counted. Tries under one key wait for each other, on every node.
    pub async fn count_try(
        &mut self,
        key: [u8; 32],
        since: Timestamp,
        at: Timestamp,
        most: i64,
    ) -> StoreResult<bool> {
        self.conn.lock_key(key).await?;
        if self.failures(key, since).await? >= most {
            return Ok(false);
        }
        run!(
            self.conn,
            "identity/failure_insert",
            key.as_slice(),
            at.as_microsecond()
        )?;
        Ok(true)
    }

    /// Forgets the try under a key that was counted at a moment.
    pub async fn forget_try(&mut self, key: [u8; 32], at: Timestamp) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/failure_give_back",
            key.as_slice(),
            at.as_microsecond()
        )?;
        Ok(())
    }

    /// Forgets the tries under a key.
    pub async fn forget_tries(&mut self, key: [u8; 32]) -> StoreResult<()> {
        run!(self.conn, "identity/failure_clear", key.as_slice())?;
        Ok(())
    }

    /// How many tries a key has since a moment.
    pub async fn failures(&mut self, key: [u8; 32], since: Timestamp) -> StoreResult<i64> {
        let row = one!(
            self.conn,
            (i64,),
            "identity/failure_count",
            key.as_slice(),
            since.as_microsecond()
        )?;
        Ok(row.map_or(0, |(count,)| count))
    }

    /// The roles a person has in an organisation today: own membership, and what running
    /// programmes give to assessors of partners and to hosts.
    pub async fn roles(&mut self, org: OrgId, user: UserId, today: Date) -> StoreResult<Vec<Role>> {
        held_roles(&mut self.conn, org, user, today).await
    }

    /// The organisations in which a person has any role today.
    pub async fn organisations_of(
        &mut self,
        user: UserId,
        today: Date,
    ) -> StoreResult<Vec<Organisation>> {
        all!(
            self.conn,
            OrganisationRow,
            "identity/organisations_of",
            user.0,
            today.to_string()
        )?
        .into_iter()
        .map(OrganisationRow::read)
        .collect()
    }

    /// The organisations of which a person is a member.
    pub async fn memberships(&mut self, user: UserId) -> StoreResult<Vec<OrgId>> {
        let rows = all!(self.conn, (Uuid,), "identity/memberships", user.0)?;
        Ok(rows.into_iter().map(|(org,)| OrgId(org)).collect())
    }

    /// The organisations that have members.
    pub async fn joined(&mut self) -> StoreResult<BTreeSet<OrgId>> {
        let rows = all!(self.conn, (Uuid,), "identity/joined")?;
        Ok(rows.into_iter().map(|(org,)| OrgId(org)).collect())
    }

    /// Whether a person's address is known to be their own: proven by a mail to it or by the operator,
    /// or the operator's.
    pub async fn is_proven(&mut self, user: UserId) -> StoreResult<bool> {
        Ok(one!(self.conn, (Uuid,), "identity/user_is_proven", user.0)?.is_some())
    }

    /// Marks a person's address as their own.
    pub async fn prove(&mut self, user: UserId, at: Timestamp) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/user_prove",
            user.0,
            at.as_microsecond()
        )?;
        Ok(())
    }
}

impl OrgStore {
    /// Members with their roles.
    pub async fn members(&mut self) -> StoreResult<Vec<Member>> {
        let rows = all!(
            self.conn,
            (Uuid, String, String, String),
            "identity/members",
            self.org.0
        )?;
        let mut members: Vec<Member> = Vec::new();
        for (user, name, email, role) in rows {
            let role = must(Role::from_code(&role), "membership", "role")?;
            match members.last_mut().filter(|member| member.user.0 == user) {
                Some(member) => member.roles.push(role),
                None => {
                    members.push(Member {
                        user: UserId(user),
                        name,
                        email,
                        roles: vec![role],
                    });
                }
            }
        }
        Ok(members)
    }

    /// The roles that a person has here on a day, as this transaction sees them.
    pub async fn roles_of(&mut self, user: UserId, today: Date) -> StoreResult<Vec<Role>> {
        held_roles(&mut self.conn, self.org, user, today).await
    }

    /// Gives a person these roles and no others; none removes the member.
    pub async fn set_roles(&mut self, user: UserId, roles: &[Role]) -> StoreResult<()> {
        run!(self.conn, "identity/member_delete", self.org.0, user.0)?;
        for role in roles {
            run!(
                self.conn,
                "identity/member_insert",
                self.org.0,
                user.0,
                role.code()
            )?;
        }
        Ok(())
    }
}
