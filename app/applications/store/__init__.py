"""Owns every query of the heart. A resident's query takes the device, a clerk's the sections."""
