package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/source"
)

// settled is how long nothing has to change before the next check: an editor writes a file in several steps.
const settled = 40 * time.Millisecond

// watch runs a check, and again whenever a file changes where the check looks, until the context ends. What says how
// it checks, such as the configuration, is read again when it changes. What a check found, or could not read, does not
// end it, and neither does a setting that is wrong: once it is mended, the check runs again. What is written to the
// outputs changes nothing.
func watch(cmd *cobra.Command, flags *checkFlags, paths []string) error {
	changes, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watching files: %w", err)
	}
	defer changes.Close() //nolint:errcheck // the program ends
	current, err := flags.prepare(cmd, paths)
	if err != nil {
		return err
	}
	if !flags.policy.isOwn() {
		flags.policy.embedded = current.engine.About().Catalogue
	}
	var now *looked
	for {
		seen, watching := follow(current, changes)
		if watching != nil {
			return watching
		}
		if now != nil { // what changed while it was read is another change
			for name := range seen.settings {
				if before, ok := now.settings[name]; ok {
					seen.settings[name] = before
				}
			}
		}
		if isTerminal(cmd.OutOrStdout()) {
			fmt.Fprint(cmd.OutOrStdout(), "\x1b[H\x1b[2J\x1b[3J") // a page of its own
		}
		if err == nil {
			err = current.run(cmd)
		}
		var exit *exitError
		switch {
		case errors.Is(err, context.Canceled):
			return nil
		case errors.As(err, &exit) && exit.message == "":
		case err != nil:
			fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: %s\n", err)
		}
		fmt.Fprintln(cmd.ErrOrStderr(), "waiting for changes; end with Ctrl-C")
		if now, watching = follow(current, changes); watching != nil {
			return watching
		}
		for maps.Equal(now.sources, seen.sources) && maps.Equal(now.settings, seen.settings) {
			if ended, err := nextChange(cmd.Context(), changes, now); ended || err != nil {
				return err
			}
			if now, watching = follow(current, changes); watching != nil {
				return watching
			}
		}
		isReady := current.engine != nil
		err = nil
		if !isReady || !maps.Equal(now.settings, seen.settings) {
			before := current.settings
			if current, err = flags.prepare(cmd, paths); err != nil {
				current.settings = append(current.settings, before...) // not all of them are known
			}
		}
	}
}

// nextChange waits for a change, and until changes have settled. It reports whether the context ended instead.
func nextChange(ctx context.Context, changes *fsnotify.Watcher, seen *looked) (ended bool, err error) {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return true, nil
		case err := <-changes.Errors:
			return false, fmt.Errorf("watching files: %w", err)
		case event := <-changes.Events:
			if event.Op != fsnotify.Chmod && (seen.directories[filepath.Dir(event.Name)] || seen.names[event.Name]) {
				quiet = time.After(settled)
			}
		case <-quiet:
			return false, nil
		}
	}
}

// state is what shows that a file is another one than before.
type state struct {
	modified time.Time
	size     int64
}

// looked is what there is at a time.
type looked struct {
	// sources are the files that are read in each check, and what is said of what cannot be read; settings are the files
	// that say how it checks.
	sources, settings map[string]state
	// directories are those in which every change counts, names the files that count elsewhere. Both are absolute, and
	// no links.
	directories, names map[string]bool
}

// follow looks at what a check depends on, and has the watcher watch it: what is there may be new, or another directory of
// the same name.
func follow(c *checking, changes *fsnotify.Watcher) (*looked, error) {
	for {
		before := look(c)
		if err := before.follow(changes); err != nil {
			return nil, err
		}
		// What came before it was watched is seen now.
		if now := look(c); maps.Equal(now.directories, before.directories) && maps.Equal(now.names, before.names) {
			return now, nil
		}
	}
}

// look looks at what a check depends on.
func look(c *checking) *looked {
	l := &looked{map[string]state{}, map[string]state{}, map[string]bool{}, map[string]bool{}}
	l.search(c.search, c.output.paths())
	l.search(source.Search{Paths: c.inventory}, nil)
	for _, name := range c.settings {
		l.setting(name)
	}
	return l
}

// search looks at what a search finds, but for the outputs.
func (l *looked) search(search source.Search, outputs []string) {
	directories := map[string]bool{}
	for f := range search.Find() {
		// What a check says of what it cannot read changes, too: an empty directory may go.
		if f.Error != nil {
			l.sources[f.Error.Error()] = state{}
		}
		if f.Notice != nil {
			l.sources[fmt.Sprint(f.Notice.Position, f.Notice.Message)] = state{}
		}
		switch {
		case f.Source != nil && !slices.Contains(outputs, filepath.Clean(f.Source.Name())):
			for _, name := range source.FilesOf(f.Source) {
				directories[filepath.Dir(name)] = true
				stat(name, l.sources)
			}
		case f.Error != nil: // it may be there one day
			if directory := filepath.Dir(f.Error.File); isDirectory(directory) {
				directories[directory] = true
			}
		case f.Notice != nil && isDirectory(f.Notice.File):
			directories[f.Notice.File] = true
		}
	}
	for _, path := range search.Paths {
		l.name(path)
		if isDirectory(path) { // an empty one has no file yet
			directories[path] = true
		}
	}
	for directory := range directories {
		l.directories[real(directory)] = true
	}
}

// setting looks at a file, or at all files of a directory, which need not be there yet.
func (l *looked) setting(name string) {
	l.name(name)
	if !isDirectory(name) {
		stat(name, l.settings)
		return
	}
	_ = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error { //nolint:errcheck // it returns none
		switch {
		case err != nil: // whoever reads it says so
		case entry.IsDir():
			l.directories[real(path)] = true
		default:
			stat(path, l.settings)
		}
		return nil
	})
}

// name has changes of a file or directory count, and of the directories above it, which may be moved, removed and made
// again.
func (l *looked) name(name string) {
	for _, path := range []string{name, target(name)} {
		path, err := filepath.Abs(path)
		if err != nil {
			continue
		}
		for directory := filepath.Dir(path); directory != path; path, directory = directory, filepath.Dir(directory) {
			if isDirectory(directory) {
				l.names[filepath.Join(real(directory), filepath.Base(path))] = true
			}
		}
	}
}

// follow has the watcher watch what there is.
func (l *looked) follow(changes *fsnotify.Watcher) error {
	directories := maps.Clone(l.directories)
	for name := range l.names {
		directories[filepath.Dir(name)] = true
	}
	for directory := range directories {
		err := changes.Add(directory)
		if errors.Is(err, fs.ErrPermission) && !l.directories[directory] {
			continue // nobody looks for a configuration there
		}
		if err != nil && isDirectory(directory) {
			return fmt.Errorf("watching %s: %w", directory, err)
		}
	}
	return nil
}

// stat adds the state of a file, if it is there.
func stat(name string, to map[string]state) {
	if info, err := os.Stat(name); err == nil {
		to[name] = state{info.ModTime(), info.Size()}
	}
}

// real returns the absolute path of a directory without links.
func real(directory string) string {
	path, err := filepath.Abs(directory)
	if err != nil {
		return directory
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
