//! The built product with demo data, started and stopped for a bench.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// Longer than this no start may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running `luotsi demo`; it ends when the value is dropped.
pub(crate) struct Product {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the first 200 of `/healthz`.
    pub(crate) ready_after: Duration,
}

/// The binary: `LUOTSI_BINARY`, or the one beside this program. A test lies one folder deeper.
pub(crate) fn binary() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("LUOTSI_BINARY") {
        return Ok(path.into());
    }
    let here = std::env::current_exe()?;
    let mut folders = here.ancestors().skip(1).take(2);
    folders
        .find_map(|folder| Some(folder.join("luotsi")).filter(|it| it.is_file()))
        .context("no `luotsi` beside this program: build it first")
}

impl Product {
    /// Starts the product on a data folder and waits until it is ready.
    ///
    /// # Errors
    /// When it ends by itself or is not ready in two minutes.
    pub(crate) fn start(data: &Path) -> anyhow::Result<Self> {
        Self::start_with(data, &[])
    }

    /// The same with variables in its environment.
    ///
    /// # Errors
    /// As [`Product::start`].
    pub(crate) fn start_with(data: &Path, set: &[(String, String)]) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let began = Instant::now();
        let child = Command::new(binary()?)
            .args(["demo", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .envs(set.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the product")?;
        let mut product = Self {
            child,
            address,
            ready_after: Duration::ZERO,
        };
        while !is_healthy(address) {
            if let Some(status) = product.child.try_wait()? {
                bail!("the product ended at once: {status}");
            }
            if began.elapsed() > PATIENCE {
                bail!("not ready in {PATIENCE:?}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        product.ready_after = began.elapsed();
        Ok(product)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends the product at once: it does not hear of it.
    pub(crate) fn kill(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }

    /// Asks the product to end, as a service manager would, and waits for it.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let asked = Command::new("kill").arg(self.pid().to_string()).status()?;
        anyhow::ensure!(asked.success(), "cannot signal the product");
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        // Nothing more can be done about a process that does not end.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(200))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut start = [0_u8; 12];
        stream.read_exact(&mut start)?;
        Ok(start.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}
