//! Sealing entries to a batch's public key: HPKE with X25519, HKDF-SHA256 and ChaCha20-Poly1305
//! (RFC 9180).

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand::CryptoRng;

use super::custody::BatchId;
use super::token::Place;
use crate::error::{StoreError, StoreResult};

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// What the seal is for; another use of the same keys would not open it.
const INFO: &[u8] = b"luotsi sealed pool 1";

/// Length of a public key.
pub(crate) const PUBLIC_BYTES: usize = 32;

/// Length of the encapsulated key before the ciphertext.
const ENCAPPED_BYTES: usize = 32;

/// A new batch's keys as bytes.
pub(crate) struct KeyPair {
    pub(crate) private: Vec<u8>,
    pub(crate) public: Vec<u8>,
}

impl KeyPair {
    pub(crate) fn draw(rng: &mut impl CryptoRng) -> Self {
        let (private, public) = X25519HkdfSha256::gen_keypair_with_rng(rng);
        Self {
            private: private.to_bytes().to_vec(),
            public: public.to_bytes().to_vec(),
        }
    }
}

/// The public half of a private key.
///
/// # Errors
/// [`StoreError::Sealed`] when the bytes are no key.
pub(crate) fn public_of(private: &[u8]) -> StoreResult<Vec<u8>> {
    let private = PrivateKey::from_bytes(private).map_err(|_bad| StoreError::Sealed)?;
    Ok(X25519HkdfSha256::sk_to_pk(&private).to_bytes().to_vec())
}

/// A batch's public half, or the public half of a one-time key.
pub(crate) struct Batch {
    pub(crate) id: BatchId,
    pub(crate) public: Vec<u8>,
}

fn bound(place: Place, batch: &[u8]) -> Vec<u8> {
    [place.bytes().as_slice(), batch].concat()
}

/// Seals bytes so that only the batch's private key opens them, and only in this survey.
pub(crate) fn seal(
    batch: &Batch,
    place: Place,
    plain: &[u8],
    rng: &mut impl CryptoRng,
) -> StoreResult<Vec<u8>> {
    let public = PublicKey::from_bytes(&batch.public).map_err(|_bad| StoreError::Sealed)?;
    let (encapped, sealed) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            INFO,
            plain,
            &bound(place, &batch.id),
            rng,
        )
        .map_err(|_bad| StoreError::Sealed)?;
    Ok([encapped.to_bytes().as_slice(), &sealed].concat())
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`StoreError::Sealed`] when it was not made for this key, batch and survey, or was changed.
pub(crate) fn open(
    private: &[u8],
    place: Place,
    batch: &[u8],
    sealed: &[u8],
) -> StoreResult<Vec<u8>> {
    let private = PrivateKey::from_bytes(private).map_err(|_bad| StoreError::Sealed)?;
    let (encapped, sealed) = sealed
        .split_at_checked(ENCAPPED_BYTES)
        .ok_or(StoreError::Sealed)?;
    let encapped = Encapped::from_bytes(encapped).map_err(|_bad| StoreError::Sealed)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapped,
        INFO,
        sealed,
        &bound(place, batch),
    )
    .map_err(|_bad| StoreError::Sealed)
}

#[cfg(test)]
mod tests {
    use domain::{OrgId, SurveyId};
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_seal_opens_with_its_own_key_batch_and_survey_only() {
        let mut rng = StdRng::seed_from_u64(5);
        let (pair, other) = (KeyPair::draw(&mut rng), KeyPair::draw(&mut rng));
        let batch = Batch {
            id: vec![1; 16],
            public: pair.public,
        };
        let place = |survey| Place {
            org: OrgId(Uuid::from_u128(1)),
            survey: SurveyId(Uuid::from_u128(survey)),
        };
        let mut sealed = seal(&batch, place(1), b"answers", &mut rng).unwrap();
        assert_eq!(
            open(&pair.private, place(1), &batch.id, &sealed).unwrap(),
            b"answers"
        );
        assert!(open(&other.private, place(1), &batch.id, &sealed).is_err());
        assert!(open(&pair.private, place(2), &batch.id, &sealed).is_err());
        assert!(open(&pair.private, place(1), &[2; 16], &sealed).is_err());
        assert!(open(&pair.private, place(1), &batch.id, b"short").is_err());
        *sealed.last_mut().unwrap() ^= 1;
        assert!(open(&pair.private, place(1), &batch.id, &sealed).is_err());
    }
}
