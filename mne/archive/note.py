"""Says in plain words what the archive's folder is, for whoever opens it without this program."""

ARCHIVE_NOTE = "ARCHIVE.txt"
ABOUT = """\
THE ARCHIVE OF RETURNS
Layout of folders: version 1

PLAN/PERIOD/REPORTER/r0001/   One sending, kept as it came. Nothing in it is ever changed; what is
                              sent later is r0002. It is a BagIt bag (RFC 8493):
                                data/original/      the file, byte for byte
                                data/values.csv     every answer that was read in it, with its cell
                                data/receipt.json   who sent it when, what was found wrong
                                data/letter/        the letter or page that it rests on, if any
                              Where data/tombstone.json stands instead, the content was removed by
                              decision; the file says by which.
decisions/                    What people decided, by the same folders: d0001, d0002, ...
definitions/                  The definitions that returns were checked under.
checkpoints/                  chain.sha256 has a line for everything above, in the order in which it
                              was kept. c0001, c0002, ... state how far it went on a day.

To check one bag, in its folder:      sha256sum -c manifest-sha256.txt
                                      sha256sum -c tagmanifest-sha256.txt
To check all bags, in this folder:    sha256sum -c checkpoints/chain.sha256
To check everything up to line 1234:  head -n 1234 checkpoints/chain.sha256 | sha256sum
                                      and compare with the line that was kept elsewhere.

Copy this folder as it is, with any program. Change nothing in it by hand.
"""
