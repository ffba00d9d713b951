//! One file of a backup: lines, packed (gzip) and encrypted (age). These functions block; they run on
//! threads of their own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::{Fault, disk};
use crate::number::hex;

/// No line of a backup is longer: a file that was brought is limited to far less.
const LONGEST: u64 = 1 << 30;

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Counts and sums what passes.
struct Summed<W> {
    inner: W,
    bytes: u64,
    sum: Sha256,
}

impl<W> Summed<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            bytes: 0,
            sum: Sha256::new(),
        }
    }

    fn written(self) -> Written {
        Written {
            bytes: self.bytes,
            sha256: hex(&self.sum.finalize()),
        }
    }
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..taken).unwrap_or_default());
        self.bytes += u64::try_from(taken).unwrap_or_default();
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Packs and encrypts everything that comes to a new file, which is on the disk when this returns.
pub(super) fn seal(
    path: &Path,
    to: &[Recipient],
    mut from: mpsc::Receiver<Vec<u8>>,
) -> Result<Written, Fault> {
    let file = File::create_new(path).map_err(disk("make", path))?;
    let mut write = || -> io::Result<Written> {
        let to = to.iter().map(|one| one as &dyn age::Recipient);
        let sealing = Encryptor::with_recipients(to).map_err(io::Error::other)?;
        let mut out = Summed::new(BufWriter::new(&file));
        let sealed = sealing.wrap_output(&mut out)?;
        let mut packed = GzEncoder::new(sealed, Compression::default());
        while let Some(piece) = from.blocking_recv() {
            packed.write_all(&piece)?;
        }
        packed.finish()?.finish()?;
        out.flush()?;
        file.sync_all()?;
        Ok(out.written())
    };
    write().map_err(disk("write", path))
}

/// Reads a file again from the disk.
pub(super) fn sum(path: &Path) -> Result<Written, Fault> {
    let mut file = File::open(path).map_err(disk("read", path))?;
    let mut all = Summed::new(io::sink());
    io::copy(&mut file, &mut all).map_err(disk("read", path))?;
    Ok(all.written())
}

/// Opens a file and hands its lines over. Stops without a word when nobody takes them any more.
pub(super) fn open(
    path: &Path,
    keys: &[Identity],
    to: &mpsc::Sender<Vec<u8>>,
) -> Result<(), Fault> {
    let file = File::open(path).map_err(disk("read", path))?;
    let broken = || Fault::Broken(path.to_owned());
    let opening = Decryptor::new(BufReader::new(file)).map_err(|_no| broken())?;
    let keys = keys.iter().map(|one| one as &dyn age::Identity);
    let opened = opening.decrypt(keys).map_err(|error| match error {
        DecryptError::NoMatchingKeys => Fault::Locked(path.to_owned()),
        _ => broken(),
    })?;
    let mut lines = BufReader::new(GzDecoder::new(BufReader::new(opened)));
    loop {
        let mut line = Vec::new();
        let read = lines.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        // Whatever was altered is found here: every piece of the file carries its own seal.
        if read.map_err(|_no| broken())? == 0 {
            break;
        }
        if to.blocking_send(line).is_err() {
            return Ok(());
        }
    }
    // The end of what was packed must be the end of what was encrypted.
    let mut rest = lines.into_inner().into_inner();
    match rest.fill_buf() {
        Ok([]) => Ok(()),
        _ => Err(broken()),
    }
}
