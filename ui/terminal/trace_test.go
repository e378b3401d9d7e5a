package terminal

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// full is a file on a disk that has no room.
type full struct{ strings.Builder }

func (*full) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "record.jsonl", Err: errors.New("no space left on device")}
}
func (*full) Close() error { return nil }

// TestRecordThatIsNotWholeIsTold wants no claim of a record that the disk did not take.
func TestRecordThatIsNotWholeIsTold(t *testing.T) {
	b := newBench(t, nil)
	r := newRun(b.deps)
	r.record = &record{to: &full{}, path: "record.jsonl"}
	if _, err := r.record.Write([]byte("{}\n")); err == nil {
		t.Fatal("the failure is kept from the writer")
	}
	r.endRecord()
	told := b.out.String() + b.err.String()
	wants(t, told, "The record in record.jsonl is not whole: no space left on device.")
	if strings.Contains(told, "is recorded in") {
		t.Errorf("it claims a record: %s", told)
	}
}
