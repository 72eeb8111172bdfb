//! Where a package's two sections lie, and that they lie nowhere else.

use wasm_encoder::{ComponentSection as _, CustomSection};
use wasmparser::{Encoding, Parser, Payload};

use super::{MANIFEST, PackageError, SIGNATURES};
use crate::shown::shown;

/// A file taken apart.
#[derive(Debug)]
pub(super) struct Sections<'a> {
    /// Everything before the package's own sections.
    pub(super) component: &'a [u8],
    /// The manifest section's content.
    pub(super) manifest: Option<&'a [u8]>,
    /// The signature section's content.
    pub(super) signatures: Option<&'a [u8]>,
}

/// A custom section: its content, and where it ends in the file.
type Found<'a> = Option<(&'a [u8], usize)>;

/// Walks the whole file. What stands in its sections is checked by who compiles it; here they are counted.
pub(super) fn split(file: &[u8]) -> Result<Sections<'_>, PackageError> {
    let (mut manifest, mut signatures): (Found<'_>, Found<'_>) = (None, None);
    // how many components and modules lie open around what is being read
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(file) {
        let payload = payload.map_err(|error| PackageError::Damaged {
            at: usize::try_from(error.offset()).unwrap_or(usize::MAX),
            message: shown(error.message(), 200),
        })?;
        match payload {
            Payload::Version { encoding: Encoding::Module, .. } if depth == 0 => {
                return Err(PackageError::Module);
            }
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::CustomSection(section) => {
                let (slot, name) = match section.name() {
                    MANIFEST => (&mut manifest, MANIFEST),
                    SIGNATURES => (&mut signatures, SIGNATURES),
                    _ => continue,
                };
                if depth > 0 {
                    return Err(PackageError::Nested(name));
                }
                let end = usize::try_from(section.range().end).unwrap_or(usize::MAX);
                if slot.replace((section.data(), end)).is_some() {
                    return Err(PackageError::Twice(name));
                }
            }
            Payload::UnknownSection { id, range, .. } => {
                return Err(PackageError::Damaged {
                    at: usize::try_from(range.start).unwrap_or(usize::MAX),
                    message: format!("there is no section of kind {id}"),
                });
            }
            _ => {}
        }
    }
    let rest = cut(file, SIGNATURES, signatures)?;
    let component = cut(rest, MANIFEST, manifest)?;
    Ok(Sections {
        component,
        manifest: manifest.map(|(content, _)| content),
        signatures: signatures.map(|(content, _)| content),
    })
}

/// The file before its last section, which must be this one, written the shortest way. As the section is known to end
/// where the file does, the bytes before its content are its head and nothing else.
fn cut<'a>(file: &'a [u8], name: &'static str, found: Found<'_>) -> Result<&'a [u8], PackageError> {
    let Some((content, end)) = found else { return Ok(file) };
    if end != file.len() {
        return Err(PackageError::NotLast(name));
    }
    file.strip_suffix(section(name, content).as_slice()).ok_or(PackageError::Length(name))
}

/// A custom section's bytes, its lengths in their shortest form.
pub(super) fn section(name: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + name.len() + 8);
    CustomSection { name: name.into(), data: content.into() }.append_to_component(&mut bytes);
    bytes
}
