#!/bin/sh
echo quantize
