//! A PostgreSQL server of a test's own, which can be stopped, forbidden to write, and run out of room.

use std::path::{Path, PathBuf};
use std::process::Command;

use store::{Config, Custody, Location};
use tempfile::TempDir;

/// A server; it is stopped and its data removed when this is dropped.
pub(crate) struct Server {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

/// Three databases of the server, by name.
const DATABASES: [&str; 3] = ["main", "roll", "ballots"];

impl Server {
    /// Starts a server where tests with PostgreSQL are wanted; nothing where they are not.
    pub(crate) fn start() -> Option<Self> {
        std::env::var_os(store::testing::POSTGRES_URL)?;
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            programs: programs(),
            port: port.local_addr().unwrap().port(),
            folder,
        };
        drop(port);
        let data = server.data();
        let owned = Command::new("chown")
            .arg("postgres")
            .arg(server.folder.path())
            .status();
        assert!(!is_root() || owned.unwrap().success());
        server.program(
            "initdb",
            &[
                "--username=luotsi",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--pgdata",
                &data,
            ],
        );
        server.go_on();
        for name in DATABASES {
            server.sql(&format!("CREATE DATABASE {name}"));
        }
        Some(server)
    }

    /// Where its databases are.
    pub(crate) fn config(&self) -> Config {
        let address =
            |name| Location::Postgres(format!("postgres://luotsi@127.0.0.1:{}/{name}", self.port));
        let [main, roll, ballots] = DATABASES.map(address);
        Config {
            main,
            roll,
            ballots,
            custody: Custody::Process,
            trustees: Vec::new(),
        }
    }

    /// Keeps the databases in a folder.
    pub(crate) fn place(&self, folder: &Path) {
        let folder = folder.join("tables");
        std::fs::create_dir(&folder).unwrap();
        let owned = Command::new("chown").arg("postgres").arg(&folder).status();
        assert!(!is_root() || owned.unwrap().success());
        self.sql(&format!(
            "CREATE TABLESPACE small LOCATION '{}'",
            folder.display()
        ));
        for name in DATABASES {
            self.sql(&format!(
                "ALTER DATABASE {name} SET default_tablespace = small"
            ));
        }
    }

    /// Stops the server at once, as a failing machine would.
    pub(crate) fn stop(&self) {
        let data = self.data();
        self.program(
            "pg_ctl",
            &["--pgdata", &data, "--mode=immediate", "--silent", "stop"],
        );
    }

    /// Starts the server again.
    pub(crate) fn go_on(&self) {
        let (data, sockets) = (self.data(), self.folder.path().display());
        let options = format!(
            "-p {} -k {sockets} -c listen_addresses=127.0.0.1 -c fsync=off",
            self.port
        );
        let log = format!("{sockets}/log");
        self.program(
            "pg_ctl",
            &[
                "--pgdata",
                &data,
                "--log",
                &log,
                "--wait",
                "--silent",
                "--options",
                &options,
                "start",
            ],
        );
    }

    /// Lets the server read its settings again.
    pub(crate) fn reload(&self) {
        let data = self.data();
        self.program("pg_ctl", &["--pgdata", &data, "--silent", "reload"]);
    }

    /// Runs statements as its owner.
    pub(crate) fn sql(&self, statements: &str) {
        let port = self.port.to_string();
        let mut arguments = vec!["--quiet", "--no-psqlrc", "--host=127.0.0.1"];
        arguments.extend(["--port", &port, "--username=luotsi", "--dbname=postgres"]);
        for statement in statements.split("; ") {
            arguments.extend(["--command", statement]);
        }
        self.program("psql", &arguments);
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// The server refuses to run as root.
    fn program(&self, name: &str, arguments: &[&str]) {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command
            .args(arguments)
            .current_dir("/")
            .stdout(std::process::Stdio::null());
        assert!(command.status().unwrap().success(), "{name} {arguments:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.data();
        self.program(
            "pg_ctl",
            &["--pgdata", &data, "--mode=immediate", "--silent", "stop"],
        );
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The newest server on this machine, Debian's own places first.
fn programs() -> PathBuf {
    let found = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = found
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .max();
    let from_path = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).find(|bin| bin.join("initdb").exists())
    };
    newest
        .or_else(from_path)
        .expect("the programs of a PostgreSQL server")
}
