//! Writes the new archive: what stays is copied as it is compressed.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::members::{Member, Members};
use super::plan::{Fate, Plan};
use super::{ArchiveError, Options, time};

type Reader<'b> = ZipArchive<Cursor<&'b [u8]>>;
type Writer = ZipWriter<Cursor<Vec<u8>>>;

/// The content of the new archive.
pub(crate) fn write(
    zip: &mut Reader<'_>,
    content: &[u8],
    members: &Members,
    plan: &Plan,
    options: &Options,
) -> Result<Vec<u8>, ArchiveError> {
    let mut out = Cursor::new(content[..members.prefix].to_vec());
    out.set_position(members.prefix as u64);
    let mut writer = ZipWriter::new(out);
    writer.set_raw_comment(zip.comment().into())?;
    for (index, member) in members.list.iter().enumerate() {
        let time = time::at_most(member.time, options.latest_time);
        match &plan.fates[index] {
            Fate::Keep => copy(zip, &mut writer, index, member, time)?,
            Fate::Replace(content) => add(&mut writer, &member.name, member.options, time, content)?,
            Fate::Drop => {}
        }
        for added in &plan.added[index] {
            add(&mut writer, &added.name, member.options, time, &added.content)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

fn copy(
    zip: &mut Reader<'_>,
    writer: &mut Writer,
    index: usize,
    member: &Member,
    time: DateTime,
) -> Result<(), ArchiveError> {
    let file = zip.by_index_raw(index)?;
    if time == member.time {
        writer.raw_copy_file(file)?;
    } else {
        writer.raw_copy_file_touch(file, time, None)?;
    }
    Ok(())
}

/// A new member, with the permissions and the kind of compression of another one.
fn add(
    writer: &mut Writer,
    name: &str,
    options: SimpleFileOptions,
    time: DateTime,
    content: &[u8],
) -> Result<(), ArchiveError> {
    writer.start_file(name, options.last_modified_time(time))?;
    writer.write_all(content)?;
    Ok(())
}
