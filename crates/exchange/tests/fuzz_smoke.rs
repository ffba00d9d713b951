//! A few thousand files changed at random, the same every time, through every importer.
//!
//! The long runs are the targets under `fuzz/`; this is what every test run can afford.

mod support;

/// Marsaglia's xorshift, enough for choosing what to spoil.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap()
    }

    /// Changes, cuts, doubles or inserts some bytes.
    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        const TOKENS: [&[u8]; 16] = [
            b"\"",
            b";",
            b"\n",
            b"\r",
            b"\0",
            b"\xFF",
            b"{{",
            b"*f",
            b"&f ",
            b"<",
            b"]]>",
            b"[[[[",
            b"- ",
            b": ",
            b"9999999999",
            b"\xF0\x9F\x98\x80",
        ];
        for _ in 0..=self.roll(8) {
            if bytes.is_empty() {
                return;
            }
            let at = self.roll(bytes.len());
            match self.roll(5) {
                0 => bytes[at] = u8::try_from(self.roll(256)).unwrap(),
                1 => bytes[at] ^= 1 << self.roll(8),
                2 => drop(bytes.drain(at..bytes.len().min(at + self.roll(20)))),
                3 => {
                    let piece = bytes[at..bytes.len().min(at + self.roll(40))].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => drop(bytes.splice(at..at, TOKENS[self.roll(TOKENS.len())].iter().copied())),
            }
        }
    }
}

#[test]
fn spoilt_files_make_nothing_panic() {
    // Readers of others may panic behind the guard; their messages say nothing here.
    std::panic::set_hook(Box::new(|_| {}));
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut failed = None;
    for seed in support::seeds() {
        // Text formats are cheaper to read and richer in what can be wrong with them.
        let rounds = if seed.starts_with(b"PK") { 150 } else { 500 };
        for _ in 0..rounds {
            let mut bytes = seed.clone();
            dice.spoil(&mut bytes);
            let given = bytes.clone();
            if std::panic::catch_unwind(move || support::import_everything(&given)).is_err() {
                failed = Some(bytes);
            }
        }
    }
    drop(std::panic::take_hook());
    if let Some(bytes) = failed {
        panic!(
            "an importer panicked on {}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn seeds_are_read() {
    for (index, seed) in support::seeds().iter().enumerate() {
        let is_read = exchange::table::read(seed).taken.is_some()
            || exchange::notes::read(seed).taken.is_some()
            || exchange::framework::read(seed).taken.is_some();
        assert!(is_read, "seed {index}");
    }
}
