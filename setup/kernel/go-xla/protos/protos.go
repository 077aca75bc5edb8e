// Package protos takes the place of protobuf in a cell's program. go-xla sends XLA one message in protobuf's binary
// format, the options of a compilation. This package writes that message, with the fields that go-xla sets, and links
// no code for others. The types have the names and the meaning that they have in go-xla's internal/protos.
package protos

import (
	"encoding/binary"
	"errors"
)

// CompileOptionsProto is the message: how XLA compiles a graph. Fields of type Unset are always nil.
type CompileOptionsProto struct {
	ArgumentLayouts            Unset
	ParameterIsTupledArguments bool
	ExecutableBuildOptions     *ExecutableBuildOptionsProto
	CompilePortableExecutable  bool
	ProfileVersion             int64
	SerializedMultiSliceConfig Unset
	EnvOptionOverrides         Unset
	TargetConfig               Unset
}

// Unset is the type of a field that go-xla leaves empty.
type Unset *struct{}

// ExecutableBuildOptionsProto is for how many devices XLA compiles, and for which.
type ExecutableBuildOptionsProto struct {
	DeviceOrdinal        int64 // -1: any
	DebugOptions         *DebugOptions
	NumReplicas          int64
	NumPartitions        int64
	UseSpmdPartitioning  bool
	DeviceAssignment     *DeviceAssignmentProto
	UseShardyPartitioner bool
}

// DebugOptions are what XLA_DEBUG_OPTIONS sets: nothing here.
type DebugOptions struct{}

// DeviceAssignmentProto is the device of each replica of each partition.
type DeviceAssignmentProto struct {
	ReplicaCount, ComputationCount int32
	ComputationDevices             []*DeviceAssignmentProto_ComputationDevice
}

// DeviceAssignmentProto_ComputationDevice has the devices of one partition's replicas.
type DeviceAssignmentProto_ComputationDevice struct{ ReplicaDeviceIds []int64 }

// Marshal returns the message's bytes, with its fields in the order of their numbers.
func Marshal(options *CompileOptionsProto) ([]byte, error) {
	return message{}.
		flag(2, options.ParameterIsTupledArguments).
		message(3, options.ExecutableBuildOptions.message()).
		flag(4, options.CompilePortableExecutable).
		number(5, options.ProfileVersion), nil
}

func (o *ExecutableBuildOptionsProto) message() message {
	if o == nil {
		return nil
	}
	return message{}.
		number(1, o.DeviceOrdinal).
		number(4, o.NumReplicas).
		number(5, o.NumPartitions).
		flag(6, o.UseSpmdPartitioning).
		message(9, o.DeviceAssignment.message()).
		flag(19, o.UseShardyPartitioner)
}

func (a *DeviceAssignmentProto) message() message {
	if a == nil {
		return nil
	}
	m := message{}.number(1, int64(a.ReplicaCount)).number(2, int64(a.ComputationCount))
	for _, partition := range a.ComputationDevices {
		m = m.message(3, message{}.message(1, varints(partition.ReplicaDeviceIds)))
	}
	return m
}

// message is a message so far. A field is its number and its kind in one varint, then its value. A value that is zero
// is left out.
type message []byte

const (
	varintKind = 0
	bytesKind  = 2
)

func (m message) field(number, kind uint64) message { return binary.AppendUvarint(m, number<<3|kind) }

func (m message) number(number uint64, value int64) message {
	if value == 0 {
		return m
	}
	return binary.AppendUvarint(m.field(number, varintKind), uint64(value))
}

func (m message) flag(number uint64, value bool) message {
	if !value {
		return m
	}
	return m.number(number, 1)
}

// message adds a message, or a list of numbers, that stands in this one after its length. A nil one is left out.
func (m message) message(number uint64, inner message) message {
	if inner == nil {
		return m
	}
	return append(binary.AppendUvarint(m.field(number, bytesKind), uint64(len(inner))), inner...)
}

func varints(values []int64) message {
	var list message
	for _, value := range values {
		list = binary.AppendUvarint(list, uint64(value))
	}
	return list
}

var errNoText = errors.New("a cell's program has no protobuf, and can't read it")

// Unmarshal reads nothing, and returns an error: go-xla would read XLA_DEBUG_OPTIONS with it.
func Unmarshal([]byte, *DebugOptions) error { return errNoText }

// MarshalOptions are those of protobuf's text format, for go-xla's log.
type MarshalOptions struct{ Multiline bool }

// Marshal writes nothing, and returns an error.
func (MarshalOptions) Marshal(*DebugOptions) ([]byte, error) { return nil, errNoText }

// Format is for go-xla's log, which no cell turns on.
func Format(*CompileOptionsProto) string { return errNoText.Error() }
