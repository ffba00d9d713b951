//! Organisations of the installation, and its few own settings.

use domain::organisation::{Kind, Organisation, Slug};
use domain::{Localised, OrgId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::SiteStore;
use crate::error::StoreResult;
use crate::row::{locales, must};

/// An organisation as it is stored.
#[derive(FromRow)]
pub(crate) struct OrganisationRow {
    id: Uuid,
    kind: String,
    slug: String,
    name_fi: String,
    name_sv: String,
    name_en: String,
    code: Option<String>,
    languages: String,
    population: Option<i64>,
    fictitious: bool,
}

impl OrganisationRow {
    pub(crate) fn read(self) -> StoreResult<Organisation> {
        const TABLE: &str = "organisation";
        Ok(Organisation {
            id: OrgId(self.id),
            kind: must(Kind::from_code(&self.kind), TABLE, "kind")?,
            slug: must(Slug::parse(&self.slug), TABLE, "slug")?,
            name: Localised {
                fi: self.name_fi,
                sv: self.name_sv,
                en: self.name_en,
            },
            code: self.code,
            languages: locales(&self.languages, TABLE)?,
            population: self.population,
            fictitious: self.fictitious,
        })
    }
}

impl SiteStore {
    /// The organisation with this word in its address.
    pub async fn organisation_by_slug(&mut self, slug: &Slug) -> StoreResult<Option<Organisation>> {
        one!(
            self.conn,
            OrganisationRow,
            "organisation/by_slug",
            slug.as_str()
        )?
        .map(OrganisationRow::read)
        .transpose()
    }

    /// The organisation with this id.
    pub async fn organisation(&mut self, id: OrgId) -> StoreResult<Option<Organisation>> {
        one!(self.conn, OrganisationRow, "organisation/by_id", id.0)?
            .map(OrganisationRow::read)
            .transpose()
    }

    /// Every organisation of the installation: names only the operator and jobs may walk.
    pub async fn organisations(&mut self) -> StoreResult<Vec<Organisation>> {
        all!(self.conn, OrganisationRow, "organisation/all")?
            .into_iter()
            .map(OrganisationRow::read)
            .collect()
    }

    /// Adds an organisation.
    ///
    /// # Errors
    /// [`crate::StoreError::Taken`] when the slug exists.
    pub async fn add_organisation(&mut self, new: &Organisation) -> StoreResult<()> {
        let languages: Vec<&str> = new.languages.iter().map(|locale| locale.code()).collect();
        run!(
            self.conn,
            "organisation/insert",
            new.id.0,
            new.kind.code(),
            new.slug.as_str(),
            &new.name.fi,
            &new.name.sv,
            &new.name.en,
            &new.code,
            languages.join(" "),
            new.population,
            new.fictitious,
        )?;
        Ok(())
    }

    /// A setting of the installation.
    pub async fn setting(&mut self, name: &str) -> StoreResult<Option<String>> {
        Ok(one!(self.conn, (String,), "organisation/setting", name)?.map(|(value,)| value))
    }

    /// Keeps a setting of the installation unless another is kept already; the one that holds, which
    /// every node then has.
    pub async fn keep_setting(&mut self, name: &str, value: String) -> StoreResult<String> {
        run!(self.conn, "organisation/setting_keep", name, &value)?;
        Ok(self.setting(name).await?.unwrap_or(value))
    }
}
