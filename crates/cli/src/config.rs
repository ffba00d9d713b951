//! The configuration: defaults that start a working installation, a TOML file, environment variables.

use std::path::{Path, PathBuf};

use anyhow::Context;
use app::backup::{Custodian, Custodians, Keep, Plan};
use serde::Deserialize;
use store::{Location, Medium, Trustee};

/// What can be configured. Every field has a default; an unknown one is an error.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Folder of the data: SQLite files. `LUOTSI_DATA`.
    pub(crate) data: PathBuf,
    /// Address and port to listen on. `LUOTSI_LISTEN`.
    pub(crate) listen: String,
    /// The address people use, such as `https://luotsi.example.fi`. `LUOTSI_BASE_URL`.
    pub(crate) base_url: Option<String>,
    /// PostgreSQL instead of SQLite: three databases, each with credentials of its own.
    pub(crate) postgres: Option<Postgres>,
    /// Whether `luotsi serve` does jobs too; `false` where `luotsi worker` does them. `LUOTSI_JOBS`.
    pub(crate) jobs: bool,
    /// How mail is sent; without it invitations show a link to hand over.
    pub(crate) mail: Option<Mail>,
    /// Where the keys of waiting answers are.
    pub(crate) keys: Keys,
    /// Where backups go and who can open them; without it none are made.
    pub(crate) backup: Backups,
}

/// Where backups go, who can open them and how long they are kept.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Backups {
    /// The folder, best on another machine. `LUOTSI_BACKUP_FOLDER`.
    pub(crate) folder: Option<PathBuf>,
    /// Public keys (`age1…`) of the custodians. `LUOTSI_BACKUP_RECIPIENTS`, separated by commas.
    pub(crate) recipients: Vec<String>,
    /// Custodians of the roll, when they are others.
    pub(crate) roll_recipients: Vec<String>,
    /// Custodians of the ballots, when they are others.
    pub(crate) ballot_recipients: Vec<String>,
    /// Of how many days the newest is kept; 7 unless told otherwise.
    pub(crate) keep_days: Option<usize>,
    /// Of how many weeks; 5 unless told otherwise.
    pub(crate) keep_weeks: Option<usize>,
    /// Of how many months; none unless told otherwise: what is erased stays so long in them.
    pub(crate) keep_months: Option<usize>,
}

/// Where the keys of answers that wait to be counted are. Never on the disk of the data.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Keys {
    /// In which way they are kept. `LUOTSI_KEYS`.
    pub(crate) custody: Custody,
    /// The folder; a place in memory is looked for when none is named. `LUOTSI_KEYS_FOLDER`.
    pub(crate) folder: Option<PathBuf>,
    /// Public keys of the people who can open waiting answers after a power cut. `LUOTSI_TRUSTEES`,
    /// separated by commas.
    pub(crate) trustees: Vec<String>,
}

/// In which way the keys of waiting answers are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Custody {
    /// In memory: a restart of the program loses nothing, a power cut loses what waits.
    #[default]
    Memory,
    /// In a folder on another medium than the data.
    File,
    /// In memory, and each key sealed to people besides.
    Trustee,
}

/// PostgreSQL addresses. `LUOTSI_POSTGRES_MAIN`, `…_ROLL`, `…_BALLOTS`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Postgres {
    /// Everything but surveys' rolls and ballots.
    pub(crate) main: String,
    /// Who is invited to surveys.
    pub(crate) roll: String,
    /// What was answered.
    pub(crate) ballots: String,
}

impl std::fmt::Debug for Postgres {
    /// Never shows credentials.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Postgres(…)")
    }
}

/// An SMTP server. `LUOTSI_SMTP_URL`, `LUOTSI_MAIL_FROM`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    /// `smtps://user:password@host`, or `smtp://host:port` inside one's own network.
    pub(crate) smtp_url: String,
    /// The address that mails come from.
    pub(crate) from: String,
}

impl std::fmt::Debug for Mail {
    /// Never shows credentials.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail(… from {})", self.from)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("luotsi-data"),
            listen: "127.0.0.1:8080".to_owned(),
            base_url: None,
            postgres: None,
            jobs: true,
            mail: None,
            keys: Keys::default(),
            backup: Backups::default(),
        }
    }
}

impl Config {
    /// Reads the file, if one is named, and then the environment.
    pub(crate) fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut config = match file {
            None => Self::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read `{}`", path.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("`{}` is not a valid configuration", path.display()))?
            }
        };
        config.take_environment(|name| std::env::var(name).ok())?;
        config.check_base_url()?;
        Ok(config)
    }

    fn take_environment(&mut self, read: impl Fn(&str) -> Option<String>) -> anyhow::Result<()> {
        if let Some(base_url) = read("LUOTSI_BASE_URL") {
            self.base_url = Some(base_url);
        }
        let part = |name: &str| read(&format!("LUOTSI_POSTGRES_{name}"));
        // Half of an address is a mistake: without a word the data would be somewhere else.
        match (part("MAIN"), part("ROLL"), part("BALLOTS")) {
            (Some(main), Some(roll), Some(ballots)) => {
                self.postgres = Some(Postgres {
                    main,
                    roll,
                    ballots,
                });
            }
            (None, None, None) => {}
            _ => anyhow::bail!(
                "`LUOTSI_POSTGRES_MAIN`, `LUOTSI_POSTGRES_ROLL` and `LUOTSI_POSTGRES_BALLOTS` belong \
                 together: set all three or none"
            ),
        }
        match (read("LUOTSI_SMTP_URL"), read("LUOTSI_MAIL_FROM")) {
            (Some(smtp_url), Some(from)) => self.mail = Some(Mail { smtp_url, from }),
            (None, None) => {}
            _ => anyhow::bail!(
                "`LUOTSI_SMTP_URL` and `LUOTSI_MAIL_FROM` belong together: set both or neither"
            ),
        }
        self.keys.take_environment(&read)?;
        if let Some(folder) = read("LUOTSI_BACKUP_FOLDER") {
            self.backup.folder = Some(folder.into());
        }
        if let Some(keys) = read("LUOTSI_BACKUP_RECIPIENTS") {
            self.backup.recipients = keys.split(',').map(|it| it.trim().to_owned()).collect();
        }
        if let Some(jobs) = read("LUOTSI_JOBS") {
            let hint = || format!("`LUOTSI_JOBS` is `true` or `false`, not `{jobs}`");
            self.jobs = jobs.parse().with_context(hint)?;
        }
        Ok(())
    }

    /// What has been decided about backups; nothing when they are not set up.
    ///
    /// # Errors
    /// When only half is set, or a key cannot be read.
    pub(crate) fn backup_plan(&self) -> anyhow::Result<Option<Plan>> {
        let backup = &self.backup;
        let Some(folder) = &backup.folder else {
            anyhow::ensure!(
                backup.recipients.is_empty(),
                "`backup.recipients` need `backup.folder`, where the backups go"
            );
            return Ok(None);
        };
        anyhow::ensure!(
            !backup.recipients.is_empty(),
            "`backup.folder` needs `backup.recipients`, the keys that open the backups; \
             `luotsi backup key` makes one"
        );
        let main = custodians(&backup.recipients)?;
        let others = |keys: &[String]| {
            let others = custodians(keys)?;
            anyhow::Ok(if others.is_empty() {
                main.clone()
            } else {
                others
            })
        };
        let usual = Keep::default();
        Ok(Some(Plan {
            folder: folder.clone(),
            scratch: self.data.clone(),
            custodians: Custodians {
                roll: others(&backup.roll_recipients)?,
                ballots: others(&backup.ballot_recipients)?,
                main,
            },
            keep: Keep {
                days: backup.keep_days.unwrap_or(usual.days),
                weeks: backup.keep_weeks.unwrap_or(usual.weeks),
                months: backup.keep_months.unwrap_or(usual.months),
            },
        }))
    }

    /// Refuses an address that links would not lead to: all of them begin at the root of a site.
    fn check_base_url(&self) -> anyhow::Result<()> {
        const HINT: &str =
            "write `https://` and the name of the site, such as `https://luotsi.example.fi`";
        let Some(said) = &self.base_url else {
            return Ok(());
        };
        anyhow::ensure!(
            !said.contains('@'),
            "`base_url` names somebody before `@`; {HINT}"
        );
        let scheme = ["https://", "http://"]
            .into_iter()
            .find_map(|scheme| said.strip_prefix(scheme));
        let rest = scheme.with_context(|| {
            format!("`base_url` is `{said}`, which is no whole address; {HINT}")
        })?;
        let place = rest.strip_suffix('/').unwrap_or(rest);
        anyhow::ensure!(
            !place.contains(['/', '?', '#']),
            "`base_url` is `{said}`, but Luotsi is served at the root of a site and not under a path; \
             give it a name of its own, such as `https://luotsi.example.fi`"
        );
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        anyhow::ensure!(
            place.starts_with(|c: char| c.is_alphanumeric() || c == '[')
                && place.chars().all(is_name),
            "`base_url` is `{said}`, in which no site is named; {HINT}"
        );
        Ok(())
    }

    /// The address people use, without a slash at the end.
    pub(crate) fn base_url(&self) -> String {
        let guess = || format!("http://{}", self.listen);
        self.base_url
            .clone()
            .unwrap_or_else(guess)
            .trim_end_matches('/')
            .to_owned()
    }

    /// Where the store is.
    ///
    /// # Errors
    /// When the keys would lie on the disk of the data, or a trustee's key cannot be read.
    pub(crate) fn store(&self) -> anyhow::Result<store::Config> {
        let files = store::Config {
            custody: self.keys.custody(&self.data)?,
            trustees: self.keys.trustees()?,
            ..store::Config::in_folder(&self.data)
        };
        Ok(match &self.postgres {
            None => files,
            Some(postgres) => store::Config {
                main: Location::Postgres(postgres.main.clone()),
                roll: Location::Postgres(postgres.roll.clone()),
                ballots: Location::Postgres(postgres.ballots.clone()),
                ..files
            },
        })
    }
}

impl Keys {
    fn take_environment(&mut self, read: impl Fn(&str) -> Option<String>) -> anyhow::Result<()> {
        if let Some(custody) = read("LUOTSI_KEYS") {
            self.custody = match custody.as_str() {
                "memory" => Custody::Memory,
                "file" => Custody::File,
                "trustee" => Custody::Trustee,
                _ => {
                    anyhow::bail!("`LUOTSI_KEYS` is `memory`, `file` or `trustee`, not `{custody}`")
                }
            };
        }
        if let Some(folder) = read("LUOTSI_KEYS_FOLDER") {
            self.folder = Some(folder.into());
        }
        if let Some(trustees) = read("LUOTSI_TRUSTEES") {
            self.trustees = trustees.split(',').map(|it| it.trim().to_owned()).collect();
        }
        Ok(())
    }

    /// The place of the keys, checked.
    fn custody(&self, data: &Path) -> anyhow::Result<store::Custody> {
        let is_file = self.custody == Custody::File;
        anyhow::ensure!(
            !is_file || self.folder.is_some(),
            "`keys.custody = \"file\"` needs `keys.folder`, on another medium than the data"
        );
        let Some(folder) = self.folder.clone().or_else(|| memory_place(data)) else {
            return Ok(store::Custody::Process);
        };
        let medium = store::Custody::medium(&folder, data)
            .with_context(|| format!("cannot use the folder of keys `{}`", folder.display()))?;
        match medium {
            Medium::Memory => {}
            Medium::Other if is_file => {}
            Medium::Other => anyhow::bail!(
                "the folder of keys `{}` is not in memory; name one on tmpfs, such as \
                 /run/luotsi, or set `keys.custody = \"file\"`",
                folder.display()
            ),
            Medium::Same => anyhow::bail!(
                "the folder of keys `{}` is on the disk of the data: whoever copies one would have \
                 the other. Name one on tmpfs, such as /run/luotsi, or on another medium",
                folder.display()
            ),
        }
        Ok(store::Custody::Folder(folder))
    }

    fn trustees(&self) -> anyhow::Result<Vec<Trustee>> {
        anyhow::ensure!(
            self.custody != Custody::Trustee || !self.trustees.is_empty(),
            "`keys.custody = \"trustee\"` needs at least one key in `keys.trustees`; \
             `luotsi keys new` makes one"
        );
        anyhow::ensure!(
            self.custody == Custody::Trustee || self.trustees.is_empty(),
            "`keys.trustees` are asked for nothing without `keys.custody = \"trustee\"`"
        );
        let read = |text: &String| {
            Trustee::parse(text).with_context(|| format!("`{text}` is no public key of a trustee"))
        };
        self.trustees.iter().map(read).collect()
    }
}

/// Reads public keys of custodians.
fn custodians(keys: &[String]) -> anyhow::Result<Vec<Custodian>> {
    let read = |text: &String| {
        text.parse::<Custodian>().map_err(|_no| {
            // A secret key pasted here must not be said on.
            anyhow::anyhow!(
                "a key in `backup.recipients` is no public key of a custodian; one begins with `age1`"
            )
        })
    };
    keys.iter().map(read).collect()
}

/// A place in memory for the keys of this data folder: what the service manager gives, or the
/// system's own places; nothing where there is none.
fn memory_place(data: &Path) -> Option<PathBuf> {
    let data = std::path::absolute(data).ok()?;
    let name: String = data
        .to_string_lossy()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    if let Some(given) = std::env::var_os("RUNTIME_DIRECTORY") {
        return Some(PathBuf::from(given).join("keys"));
    }
    let user = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let system = [user, Some("/run".into()), Some("/dev/shm".into())];
    let places = system.into_iter().flatten();
    let mut places = places.filter(|place| store::Custody::is_memory(place).unwrap_or(false));
    places.find_map(|place| {
        let folder = place.join(format!("luotsi{name}"));
        // Not everybody may write in every place.
        std::fs::create_dir_all(&folder).ok().map(|()| folder)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_adds_to_the_defaults_and_secrets_stay_hidden() {
        let mut config = Config::default();
        let taken = config.take_environment(|name| match name {
            "LUOTSI_BASE_URL" => Some("https://luotsi.example.fi/".to_owned()),
            name if name.starts_with("LUOTSI_POSTGRES_") => {
                Some("postgres://a:secret@b".to_owned())
            }
            "LUOTSI_JOBS" => Some("false".to_owned()),
            _ => None,
        });
        taken.unwrap();
        assert!(!config.jobs);
        assert_eq!(config.base_url(), "https://luotsi.example.fi");
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn an_address_that_links_would_not_lead_to_is_refused() {
        let checked = |address: &str| {
            let base_url = Some(address.to_owned());
            let config = Config {
                base_url,
                ..Config::default()
            };
            config.check_base_url().map_err(|error| error.to_string())
        };
        for address in [
            "https://luotsi.example.fi",
            "https://luotsi.example.fi/",
            "http://localhost:8080",
            "http://[::1]:8080",
            "https://äänekoski.example.fi",
        ] {
            assert_eq!(checked(address), Ok(()), "{address}");
        }
        for (address, word) in [
            ("https://kunta.example/luotsi", "under a path"),
            ("https://kunta.example/luotsi/", "under a path"),
            ("https://kunta.example//", "under a path"),
            ("https://kunta.example?a=1", "under a path"),
            ("kunta.example", "no whole address"),
            ("ftp://kunta.example", "no whole address"),
            ("", "no whole address"),
            ("https://", "no site"),
            ("https:// kunta.example", "no site"),
            ("https://user@kunta.example", "before `@`"),
        ] {
            let error = checked(address).unwrap_err();
            assert!(error.contains(word), "{address}: {error}");
        }
        assert!(Config::default().check_base_url().is_ok());
    }

    #[test]
    fn half_of_what_belongs_together_is_an_error() {
        for set in [
            &["LUOTSI_POSTGRES_MAIN"][..],
            &["LUOTSI_POSTGRES_MAIN", "LUOTSI_POSTGRES_BALLOTS"],
            &["LUOTSI_SMTP_URL"],
            &["LUOTSI_MAIL_FROM"],
        ] {
            let mut config = Config::default();
            let read = |name: &str| set.contains(&name).then(|| "geheim".to_owned());
            let told = config.take_environment(read).unwrap_err().to_string();
            assert!(told.contains(set[0]) && !told.contains("geheim"), "{told}");
        }
    }

    #[test]
    fn an_unknown_field_is_an_error() {
        assert!(toml::from_str::<Config>("lisen = 'x'").is_err());
    }

    /// Whoever copies the disk of the data must not have the keys.
    #[test]
    fn keys_on_the_disk_of_the_data_are_refused_and_in_memory_they_are_taken() {
        let disk = tempfile::tempdir().unwrap();
        let data = disk.path().join("data");
        let keys = |folder: &Path, custody| Keys {
            custody,
            folder: Some(folder.to_owned()),
            trustees: Vec::new(),
        };
        let nowhere = Keys {
            custody: Custody::File,
            ..Keys::default()
        };
        let told = nowhere.custody(&data).unwrap_err().to_string();
        assert!(told.contains("keys.folder"), "{told}");
        if store::Custody::medium(disk.path(), &data).unwrap() != Medium::Memory {
            for custody in [Custody::Memory, Custody::File] {
                let refused = keys(&data.join("keys"), custody).custody(&data);
                let told = refused.unwrap_err().to_string();
                assert!(
                    told.contains("disk of the data") && told.contains("/run/luotsi"),
                    "{told}"
                );
            }
        }
        if let Ok(memory) = tempfile::tempdir_in("/dev/shm") {
            let folder = memory.path().join("keys");
            let taken = keys(&folder, Custody::Memory).custody(&data).unwrap();
            assert_eq!(taken, store::Custody::Folder(folder));
        }
    }

    #[test]
    fn the_environment_says_how_keys_are_kept_and_a_trustee_needs_a_key() {
        let mut keys = Keys::default();
        assert_eq!(keys.custody, Custody::Memory);
        let set = |name: &str| match name {
            "LUOTSI_KEYS" => Some("trustee".to_owned()),
            "LUOTSI_KEYS_FOLDER" => Some("/run/x".to_owned()),
            _ => None,
        };
        keys.take_environment(set).unwrap();
        assert_eq!(keys.custody, Custody::Trustee);
        let told = keys.trustees().unwrap_err().to_string();
        assert!(told.contains("keys new"), "{told}");
        keys.trustees = vec!["something".to_owned()];
        let told = keys.trustees().unwrap_err().to_string();
        assert!(told.contains("something"), "{told}");
        let (public, _) = Trustee::draw(&mut crate::world::seed().rng());
        keys.trustees = vec![public.text()];
        assert_eq!(keys.trustees().unwrap(), [public]);
        keys.custody = Custody::Memory;
        let told = keys.trustees().unwrap_err().to_string();
        assert!(told.contains("keys.custody"), "{told}");
        let wrong = keys.take_environment(|_| Some("drawer".to_owned()));
        assert!(wrong.unwrap_err().to_string().contains("`drawer`"));
    }
}
