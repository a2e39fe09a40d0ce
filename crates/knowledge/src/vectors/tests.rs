use super::*;

/// Three words of two numbers: "peace" near "truce", "lorry" elsewhere.
fn small() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for n in [3u32, 2, 5, 10, 15] {
        bytes.extend(n.to_le_bytes());
    }
    for n in [2000u16, 0, 90, 8192, 8192, 4096] {
        bytes.extend(n.to_le_bytes());
    }
    for cell in [-64i8, 32, 64, 64, 127, 100] {
        bytes.extend(cell.to_le_bytes());
    }
    bytes.extend(b"lorrypeacetruce");
    bytes
}

#[test]
fn words_are_found_whatever_their_place() {
    let bytes = small();
    let vectors = WordVectors::read(&bytes).unwrap();
    assert_eq!((vectors.n_words(), vectors.n_dims()), (3, 2));
    assert_eq!(vectors.find("lorry").unwrap().rank, 2000);
    assert_eq!(vectors.find("truce").unwrap().scale, 4096);
    for unknown in ["", "a", "lorries", "zebra", "pEACE"] {
        assert_eq!(vectors.find(unknown), None, "{unknown}");
    }
}

#[test]
fn a_mean_counts_frequent_words_less() {
    let bytes = small();
    let vectors = WordVectors::read(&bytes).unwrap();
    assert_eq!(vectors.mean(["Peace"]), [0.5, 0.5]);
    assert_eq!(vectors.mean(["unheard", "of"]), [0.0, 0.0]);
    assert_eq!(vectors.mean([] as [&str; 0]), [0.0, 0.0]);
    let mean = vectors.mean(["peace", "lorry"]);
    assert!(mean[0] < -0.3, "{mean:?}");
}

#[test]
fn the_order_of_words_changes_no_bit() {
    let vectors = WordVectors::embedded();
    let mut words: Vec<&str> =
        "the two sides agreed to a ceasefire after days of talks in Geneva".split(' ').collect();
    let once = vectors.mean(&words);
    for _ in 0..words.len() {
        words.rotate_left(1);
        assert_eq!(vectors.mean(&words), once);
    }
}

#[test]
fn every_cut_and_every_spoilt_opening_is_told() {
    let bytes = small();
    for n in 0..bytes.len() {
        assert!(WordVectors::read(&bytes[..n]).is_err(), "{n} bytes");
    }
    let mut long = bytes.clone();
    long.push(b'x');
    assert!(matches!(WordVectors::read(&long), Err(VectorError::Length { .. })));
    let mut swapped = bytes.clone();
    let at = bytes.len() - 15;
    swapped[at..at + 5].copy_from_slice(b"zebra");
    assert_eq!(WordVectors::read(&swapped).err(), Some(VectorError::Word(1)));
    for i in 0..bytes.len() {
        for spoilt in [0, 0x7f, 0xff] {
            let mut other = bytes.clone();
            other[i] = spoilt;
            // Any answer but a panic.
            if let Ok(vectors) = WordVectors::read(&other) {
                vectors.mean(["peace", "truce"]);
            }
        }
    }
}

#[test]
fn shipped_vectors_put_like_beside_like() {
    let vectors = WordVectors::embedded();
    let likeness = |a: &str, b: &str| {
        let (a, b) = (vectors.mean([a]), vectors.mean([b]));
        let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
        dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
    };
    assert!(likeness("truce", "ceasefire") > 0.6);
    assert!(likeness("truce", "lorry") < 0.3);
    assert!(likeness("minister", "president") > likeness("minister", "banana"));
}
