package hub

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nexttoken/test/lab"
)

// A class is written into a file, deleted, and restored: each file is as it was.
func TestARestoredClassIsAsItWas(t *testing.T) {
	state, file := filepath.Join(t.TempDir(), "class"), filepath.Join(t.TempDir(), "class.tar.gz")
	makeClass(t, state)
	folders := []string{state}
	if spawner == "containers" {
		removeContainers()
		t.Cleanup(removeContainers)
		for _, name := range []string{"zoe", "zed"} {
			docker(t, "volume", "create", volumeOf(name))
			folders = append(folders, folderOf(t, name))
			makeHome(t, folderOf(t, name), 1000)
		}
	}
	before := look(t, folders...)
	addWhatTheHubMakesAgain(t, state)
	succeeds(t, state, "backup-hub", "FILE="+file)
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 || info.Size() > 1<<20 {
		t.Errorf("the file with passwords is %v, %v: want it for root alone, and small", info, err)
	}
	must(t, os.RemoveAll(state))
	if spawner == "containers" {
		refused(t, state, "is there: remove it", "restore-hub", "FILE="+file)
		docker(t, "volume", "rm", volumeOf("zoe"), volumeOf("zed"))
	}
	succeeds(t, state, "restore-hub", "FILE="+file)
	after := look(t, folders...)
	figure("restore", "%d of %d", len(after), len(before))
	for path := range maps.Keys(before) {
		if before[path] != after[path] {
			t.Errorf("%q was\n%s, and is\n%s", path, before[path], after[path])
		}
		delete(after, path)
	}
	for path := range after {
		t.Errorf("%q was not there", path)
	}
}

// addWhatTheHubMakesAgain adds to the folder of a class what no backup holds, and leaves the folder's time as it was.
func addWhatTheHubMakesAgain(t *testing.T, state string) {
	t.Helper()
	folder, err := os.Stat(state)
	must(t, err)
	must(t, os.MkdirAll(filepath.Join(state, "temporary", "ada"), 0o711))
	must(t, os.WriteFile(filepath.Join(state, "reserve"), []byte("kept free"), 0o600))
	must(t, os.Chtimes(state, folder.ModTime(), folder.ModTime()))
}

func volumeOf(student string) string { return className + "-" + student }

func folderOf(t *testing.T, student string) string {
	return docker(t, "volume", "inspect", "--format", "{{.Mountpoint}}", volumeOf(student))
}

// Nothing is written over, and nothing is copied that changes meanwhile.
func TestWhatBackupRefuses(t *testing.T) {
	state, file := filepath.Join(t.TempDir(), "class"), filepath.Join(t.TempDir(), "class.tar.gz")
	refused(t, state, "has no homes of a class", "backup-hub", "FILE="+file)
	must(t, os.MkdirAll(filepath.Join(state, "homes"), 0o711))
	if spawner != "containers" {
		refused(t, state, "has no home: if students work in containers", "backup-hub", "FILE="+file)
	}
	makeClass(t, state)
	refused(t, state, "give a file", "backup-hub")
	refused(t, state, "give a file", "backup-hub", "FILE=class.tar")
	refused(t, state, "a part of itself", "backup-hub", "FILE="+filepath.Join(state, "class.tar.gz"))
	student := exec.Command("cat")
	student.Dir = filepath.Join(state, "homes", "ada")
	input, err := student.StdinPipe()
	must(t, err)
	must(t, student.Start())
	refused(t, state, fmt.Sprintf("is used by 1 processes, such as number %d", student.Process.Pid),
		"backup-hub", "FILE="+file)
	must(t, input.Close())
	must(t, student.Wait())
	succeeds(t, state, "backup-hub", "FILE="+file)
	refused(t, state, "exists: give the name of a new file", "backup-hub", "FILE="+file)
	refused(t, state, "is not empty", "restore-hub", "FILE="+file)
	must(t, os.RemoveAll(state))
	whole, err := os.Stat(file)
	must(t, err)
	must(t, os.Truncate(file, whole.Size()-100))
	refused(t, state, "tar failed", "restore-hub", "FILE="+file)
	if left, err := os.ReadDir(filepath.Dir(state)); err != nil || len(left) > 0 {
		t.Errorf("a file that is not whole left %v, %v", left, err)
	}
}

// asked runs a target of make for the class in a folder.
func asked(state string, target ...string) (said string, err error) {
	command := exec.Command("make", append([]string{"--silent", "SPAWNER=" + spawner}, target...)...)
	command.Dir = lab.Root()
	command.Env = append(os.Environ(), "NEXTTOKEN_HUB_STATE="+state, "NEXTTOKEN_HUB_NAME="+className)
	out, err := command.CombinedOutput()
	return string(out), err
}

func succeeds(t *testing.T, state string, target ...string) {
	t.Helper()
	said, err := asked(state, target...)
	must(t, err, said)
}

func refused(t *testing.T, state, why string, target ...string) {
	t.Helper()
	if said, err := asked(state, target...); err == nil || !strings.Contains(said, why) {
		t.Errorf("%v: %v, %q: want %q", target, err, said, why)
	}
}

// makeClass makes the folder of a class: the hub's files, and two homes.
func makeClass(t *testing.T, state string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Join(state, "homes"), 0o711))
	for _, name := range []string{"passwords", "hub.sqlite", "cookie_secret", "proxy_token"} {
		must(t, os.WriteFile(filepath.Join(state, name), []byte("secret "+name), 0o600))
	}
	makeHome(t, filepath.Join(state, "homes", "ada"), 1_879_048_193)
	makeHome(t, filepath.Join(state, "homes", "bob"), 2_147_483_646)
}

// makeHome makes a home with files of every kind. Its owner has a number.
func makeHome(t *testing.T, home string, owner int) {
	t.Helper()
	in := func(name string) string { return filepath.Join(home, name) }
	long := strings.Repeat("long name ", 25)
	const sparse, data = 1 << 40, 1 << 39 // bytes: nothing may read them all
	must(t, os.MkdirAll(in("notebooks/"+long+"/"+long), 0o750))
	must(t, errors.Join(
		os.WriteFile(in("notebooks/03_model.ipynb"), []byte(`{"cells": []}`), 0o640),
		os.WriteFile(in("odd\n\xff\x1b \"name\\"), []byte("odd"), 0o604),
		os.WriteFile(in("program"), nil, 0o600), os.Chmod(in("program"), 0o751|fs.ModeSetuid),
		os.WriteFile(in("-rf"), nil, 0o000),
		os.Link(in("program"), in("notebooks/another name")),
		os.Symlink("/etc/passwd", in("outside")), os.Symlink("nowhere", in("broken")), os.Symlink(".", in("loop")),
		syscall.Mkfifo(in("pipe"), 0o620),
		os.WriteFile(in("sparse"), nil, 0o600), os.Truncate(in("sparse"), sparse),
		unix.Setxattr(in("sparse"), "user.note", []byte("mine"), 0),
	))
	file, err := os.OpenFile(in("sparse"), os.O_WRONLY, 0)
	must(t, err)
	_, err = file.WriteAt([]byte("in the middle"), data)
	must(t, errors.Join(err, file.Close()))
	must(t, filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, owner, owner))
	}))
	must(t, os.Chmod(in("program"), 0o751|fs.ModeSetuid)) // which a change of owner takes away
	when := time.Date(2020, 2, 29, 23, 59, 58, 123456789, time.UTC)
	for _, name := range []string{"program", "notebooks", "pipe", ""} {
		must(t, os.Chtimes(in(name), when, when))
	}
}

// look returns what can be seen of each file in folders: its mode, owner, size, time, blocks, links and content.
func look(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	seen, first := map[string]string{}, map[uint64]string{}
	for _, folder := range folders {
		must(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			var found syscall.Stat_t
			if err := syscall.Lstat(path, &found); err != nil {
				return err
			}
			if first[found.Ino] == "" {
				first[found.Ino] = path
			}
			size := found.Size
			if entry.IsDir() {
				size = 0 // which the disk chooses
			}
			note := make([]byte, 100)
			length, _ := unix.Lgetxattr(path, "user.note", note)
			seen[path] = fmt.Sprintf("%o %d:%d, %d bytes, few blocks: %t, %v, %d links, as %q, %s, note %q",
				found.Mode, found.Uid, found.Gid, size, found.Blocks < 1000, time.Unix(found.Mtim.Unix()).UTC(),
				found.Nlink, first[found.Ino], content(t, path, entry), note[:max(0, length)])
			return nil
		}))
	}
	return seen
}

// content returns where a link leads, and the digest of a file's content, up to its holes.
func content(t *testing.T, path string, entry fs.DirEntry) string {
	t.Helper()
	if entry.Type() == fs.ModeSymlink {
		target, err := os.Readlink(path)
		must(t, err)
		return target
	}
	if !entry.Type().IsRegular() {
		return ""
	}
	file, err := os.Open(path)
	must(t, err)
	defer file.Close()
	start, err := unix.Seek(int(file.Fd()), 0, unix.SEEK_DATA)
	if errors.Is(err, unix.ENXIO) {
		return "holes"
	}
	must(t, err)
	data := make([]byte, 1<<16)
	count, _ := file.ReadAt(data, start)
	return fmt.Sprintf("%x of %d at %d", sha256.Sum256(bytes.TrimRight(data[:count], "\x00")), count, start)
}
