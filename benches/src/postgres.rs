//! Three databases of our own on the PostgreSQL server of `TEST_POSTGRES_URL`.

use std::process::Command;

use anyhow::{Context as _, ensure};

/// The databases of one installation; they are dropped with the value.
pub(crate) struct Databases {
    server: String,
    names: Vec<String>,
}

/// The databases of an installation, as the configuration calls them.
const DATABASES: [&str; 3] = ["MAIN", "ROLL", "BALLOTS"];

impl Databases {
    /// Makes them; nothing when no server is named.
    ///
    /// # Errors
    /// When the server does not answer.
    pub(crate) fn create() -> anyhow::Result<Option<Self>> {
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            return Ok(None);
        };
        let name = |of: &str| format!("bench_{}_{}", std::process::id(), of.to_lowercase());
        let made = Self {
            server,
            names: DATABASES.iter().map(|of| name(of)).collect(),
        };
        for name in &made.names {
            made.say(&format!("CREATE DATABASE {name}"))?;
        }
        Ok(Some(made))
    }

    /// The variables that make the product use them.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let base = self.server.rsplit_once('/').map_or("", |(base, _)| base);
        DATABASES
            .iter()
            .zip(&self.names)
            .map(|(of, name)| (format!("LUOTSI_POSTGRES_{of}"), format!("{base}/{name}")))
            .collect()
    }

    fn say(&self, statement: &str) -> anyhow::Result<()> {
        let done = Command::new("psql")
            .args([&self.server, "--quiet", "--command", statement])
            .output()
            .context("cannot start psql")?;
        let told = String::from_utf8_lossy(&done.stderr);
        ensure!(done.status.success(), "{statement}: {}", told.trim());
        Ok(())
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        for name in &self.names {
            // A database left behind goes with the test cluster.
            _ = self.say(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}
